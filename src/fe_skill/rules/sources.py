"""Lines of a project's files, for whoever shows or names a finding.

Lives here: Sources.
Does not:   parsing (project/program.py).
"""

import re
from typing import Final

from fe_skill.project.reader import Facts
from fe_skill.syntax.source import decode

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Sources:
    """The lines of files, each file split when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str:
        """A line of a file, counted from 1; empty where there is none."""
        lines = self.lines(path)
        return lines[number - 1] if 1 <= number <= len(lines) else ""

    def lines(self, path: str) -> list[str]:
        """All lines of a file without their ends."""
        if path not in self._known:
            text = decode(self._facts.source(path))
            self._known[path] = _LINE_END.split(text) if text else []
        return self._known[path]
