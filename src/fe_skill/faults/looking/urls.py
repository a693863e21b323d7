"""Database URLs wherever they are written: source, `.env` files, alembic.ini, compose files.

Lives here: Url, urls. What stands behind the driver is never shown: it may hold a password. Only of
SQLite the file is kept, which holds none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Place
from fe_skill.faults.looking.notes import notes
from fe_skill.project.program import Program
from fe_skill.syntax.source import decode

_URL: Final = re.compile(
    r"\b((?:sqlite|postgres|postgresql|mysql|mariadb|oracle|mssql)(?:\+\w+)?)://"
)
_WORDS: Final = (b"sqlite", b"postgres", b"mysql", b"mariadb", b"oracle", b"mssql")
_FILE: Final = re.compile(r"/?([^\s\"'?#]*)")


@dataclass(frozen=True, slots=True)
class Url:
    """A URL by its driver and where it starts."""

    path: str
    line: int
    start: int
    driver: str
    file: str | None = None  # of SQLite; empty in memory

    @property
    def place(self) -> Place:
        """Where it is written."""
        return Place(self.path, self.line, self.driver)


def urls(case: Case) -> list[Url]:
    """All of them: those that the running process reads first, tests last."""
    if case.program is None:
        return []
    return _all(case.program)


@lru_cache(maxsize=8)
def _all(program: Program) -> list[Url]:
    found = [url for path, text in notes(program) for url in _in(path, text)]
    for path in program.facts.paths:
        data = program.facts.source(path)
        if b"://" in data and any(word in data for word in _WORDS):
            found += _in(path, decode(data) or "")
    return sorted(found, key=_rank)


def _rank(url: Url) -> tuple[int, str]:
    name = url.path.rpartition("/")[2]
    if name == ".env":
        return 0, url.path
    if "test" in url.path or "example" in name or name == "env.py":
        return 3, url.path
    return (2 if name == "alembic.ini" else 1), url.path


def _in(path: str, text: str) -> Iterator[Url]:
    for found in _URL.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        start = text.rfind("\n", 0, found.start()) + 1
        if not text[start : found.start()].lstrip().startswith("#"):
            rest = _FILE.match(text, found.end())
            file = rest[1].removeprefix("./") if rest and found[1].startswith("sqlite") else None
            yield Url(path, line, found.start(), found[1], "" if file == ":memory:" else file)
