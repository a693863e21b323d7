"""Small projects on disk, judged: what the tests of the run share."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

from fe_skill.project.program import Program
from fe_skill.project.reader import Facts, read_project
from fe_skill.rules.run import Report, examine
from fe_skill.rules.settings import Settings, settings_of

# A line with a finding of FE106 (an error, with a safe fix), and one of FE101 below.
BAD_STATUS = "@app.get('/a', status_code=status.HTTP_211_CREATED)"
MAIN = f"""\
from fastapi import FastAPI, status

app = FastAPI()


{BAD_STATUS}
async def read_a() -> None: ...
"""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else textwrap.dedent(content).encode()
        target.write_bytes(data)
    return root


def facts_of(root: Path, files: Mapping[str, str | bytes]) -> Facts:
    return read_project(write(root, files))


def report_on(root: Path, files: Mapping[str, str | bytes], *select: str) -> Report:
    facts = facts_of(root, files)
    return examine(Program(facts), settings_for(facts, *select))


def settings_for(facts: Facts, *select: str) -> Settings:
    return settings_of(facts).narrowed(select, ())


def told(report: Report) -> list[tuple[str, str, int]]:
    return [(f.finding.rule, f.finding.path, f.finding.span.line) for f in report.found]
