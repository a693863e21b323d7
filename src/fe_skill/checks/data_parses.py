"""Every TOML and JSON file of the change set parses.

Limits: YAML needs a parser that we don't carry; JSON with comments is known by its file names.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of

_COMMENTED = frozenset({".devcontainer", ".vscode"})


def _parse_toml(text: str) -> None:
    tomllib.loads(text)


def _parse_json(text: str) -> None:
    json.loads(text)


_PARSERS: Mapping[str, Callable[[str], None]] = {".toml": _parse_toml, ".json": _parse_json}


def _fault_of(path: PurePosixPath, content: bytes) -> str | None:
    parse = _PARSERS.get(path.suffix)
    if parse is None or _COMMENTED.intersection(path.parts):
        return None
    try:
        parse(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return str(error)
    return None


def _run(planned: Planned) -> Verdict:
    paths = (*planned.change_set.created, *planned.change_set.modified)
    found = ((path, _fault_of(path, planned.read(path) or b"")) for path in paths)
    return verdict_of([f"{path}: {fault}" for path, fault in found if fault])


CHECK = Check(name="data-parses", run=_run)
