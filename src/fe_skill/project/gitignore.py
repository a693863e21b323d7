"""What one `.gitignore` file says of a path.

Lives here: Ignore.
Does not:   which files are read (files.py). Git itself is not asked: a repository's own
            configuration can make git run programs.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Ignore:
    """The patterns of one file, in order; the last one that matches decides."""

    folder: str
    patterns: tuple[tuple[re.Pattern[str], bool, bool], ...]

    @classmethod
    def read(cls, root: Path, folder: str) -> "Ignore":
        """The file in `folder`; one that can't be read says nothing."""
        try:
            text = (root / folder / ".gitignore").read_text("utf-8", "replace")[:_LONGEST]
        except OSError:
            text = ""
        lines = (line.strip() for line in text.splitlines())
        return cls(folder, tuple(_pattern(x) for x in lines if x and not x.startswith("#")))

    def says(self, path: str, *, is_folder: bool) -> bool | None:
        """True: ignored. False: taken back. None: nothing said."""
        inside = path[len(self.folder) + 1 :] if self.folder else path
        for pattern, negated, folders_only in reversed(self.patterns):
            if (is_folder or not folders_only) and pattern.fullmatch(inside):
                return not negated
        return None


def _pattern(line: str) -> tuple[re.Pattern[str], bool, bool]:
    negated = line.startswith("!")
    body = line[1:] if negated else line
    folders_only = body.endswith("/")
    body = body.rstrip("/")
    anchored = "/" in body
    body = body.lstrip("/")
    return re.compile(("" if anchored else "(?:.*/)?") + _translate(body)), negated, folders_only


def _translate(glob: str) -> str:
    """A glob as a regular expression without nested repetition, so that none can run away."""
    parts: list[str] = []
    for piece in re.split(r"(\*\*/|/\*\*$|\*+|\?)", glob):
        match piece:
            case "**/":
                parts.append("(?:.*/)?")
            case "/**":
                parts.append("/.*")
            case "?":
                parts.append("[^/]")
            case _ if piece.startswith("*"):
                parts.append("[^/]*")
            case _:
                parts.append(re.escape(piece))
    return "".join(parts)
