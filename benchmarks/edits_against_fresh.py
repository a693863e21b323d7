"""Edits in a running server: its facts against those of a fresh reading, and what each costs.

    python benchmarks/edits_against_fresh.py PROJECT [COUNT]

Works on a copy. Each edit picks a file that facts rest on and does one of EDITS to it; after each
the running server's facts must be those that a new reading has. Times are of this process's CPU.
"""

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from fe_skill.project.files import list_files
from fe_skill.project.reader import Facts, Keeper, read_project

PARTS = ("routes", "models", "schemas", "dependencies", "routers", "settings", "sessions",
         "migrations", "unresolved", "applications", "domains", "conventions")  # fmt: skip
_BODY = re.compile(r"^( +)return\b", re.MULTILINE)
_ROUTE = re.compile(r"^@\w+\.(?:get|post|put|patch|delete)\(", re.MULTILINE)
_FIELD = re.compile(r"^    (\w+): \w+", re.MULTILINE)


def _nth(pattern: re.Pattern[str], text: str, new: str) -> str:
    found = list(pattern.finditer(text))
    if not found:
        return text
    at = random.choice(found)  # noqa: S311 -- which edit is done is no secret
    return text[: at.start()] + at.expand(new) + text[at.start() :]


EDITS: dict[str, Callable[[str], str]] = {
    "comment": lambda text: text + "\n# edited\n",
    "lines above": lambda text: re.sub(
        r"^(from|import) ", r"\n\n\1 ", text, count=1, flags=re.MULTILINE
    ),
    "body": lambda text: _nth(_BODY, text, r"\1edited = 1\n"),
    "route": lambda text: _nth(_ROUTE, text, '@router.get("/edited")\ndef edited(): ...\n\n\n'),
    "field": lambda text: _nth(_FIELD, text, r"    edited_\1: int = 0\n"),
}


def seen(facts: Facts) -> dict[str, object]:
    """What is compared."""
    return {name: getattr(facts, name) for name in PARTS}


def main(project: Path, count: int) -> None:
    """Edit, compare, print."""
    random.seed(7)
    took: dict[str, list[float]] = {name: [] for name in EDITS}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / project.name
        shutil.copytree(project, root, ignore=shutil.ignore_patterns("*.pyc", "node_modules"))
        keeper = Keeper()
        facts = keeper.facts(root)
        files = sorted({r.where.path for r in facts.routes} | {s.where.path for s in facts.schemas})
        seen(facts)
        for at in range(count):
            name = list(EDITS)[at % len(EDITS)]
            path = root / random.choice(files)  # noqa: S311
            old = path.read_text()
            path.write_text(EDITS[name](old))
            start = time.process_time()
            list_files(root)
            stat = time.process_time() - start
            start = time.process_time()
            found = seen(keeper.facts(root))
            took[name].append(time.process_time() - start - stat)
            fresh = seen(read_project(root))
            for part in PARTS:
                if found[part] != fresh[part]:
                    print(f"{name} in {path.relative_to(root)}: {part} differ")
                    sys.exit(1)
    for name, times in took.items():
        worst = max(times) * 1000
        print(
            f"{name}: {len(times)} edits, median {median(times) * 1000:.0f} ms, worst {worst:.0f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 20)  # noqa: PLR2004
