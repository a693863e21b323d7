"""Where a project names what it needs, and how one more name is added there.

Lives here: Manifest, manifests, named_in, one_more.
Does not:   what is installed: a project is read, never imported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Edit, Evidence, Place
from fe_skill.faults.looking.notes import notes
from fe_skill.project.program import Program

_LARGEST: Final = 200_000
_LISTED: Final = re.compile(r"^dependencies\s*=\s*\[", re.MULTILINE)
_POETRY: Final = re.compile(r"^\[tool\.poetry\.dependencies\][^\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A file that names what the project needs."""

    path: str
    text: str

    @property
    def start(self) -> int:
        """Where in the text the names begin; -1 where there are none."""
        if self.path.endswith(".txt"):
            return 0
        found = _LISTED.search(self.text) or _POETRY.search(self.text)
        return found.start() if found else -1

    def place(self, name: str) -> Place:
        """The line that has the name, or else where it belongs."""
        found = _entry(name).search(self.text)
        at = found.start(1) if found else max(self.start, 0)
        return Place(self.path, self.text.count("\n", 0, at) + 1, name)

    def evidence(self, note: str, name: str) -> Evidence:
        """That line as a step of evidence."""
        place = self.place(name)
        return Evidence(note, place.path, place.line, self.text.split("\n")[place.line - 1].strip())


def manifests(case: Case) -> list[Manifest]:
    """The project's manifests that list something, the one to change first."""
    if case.program is None:
        return []
    found = [Manifest(path, text) for path, text in _files(case.program)]
    listing = [one for one in found if one.start >= 0]
    return sorted(listing, key=lambda one: ("dev" in one.path or "test" in one.path, one.path))


def named_in(case: Case, name: str) -> Manifest | None:
    """The manifest that names a distribution already."""
    return next((one for one in manifests(case) if _entry(name).search(one.text)), None)


def one_more(manifest: Manifest, name: str) -> tuple[Edit, ...]:
    """The manifest with one more name, written as its others are."""
    if manifest.path.endswith(".txt"):
        return (_line(manifest, name),)
    listed = _LISTED.search(manifest.text)
    if listed:
        return _listed(manifest, listed.end(), name)
    poetry = _POETRY.search(manifest.text)
    if poetry is None:
        return ()
    rest = re.compile(r"(?:[^\n\[][^\n]*\n)*").match(manifest.text, poetry.end())
    at = rest.end() if rest else poetry.end()
    return (Edit(manifest.path, at, at, f'{name} = "*"\n'),)


def _line(manifest: Manifest, name: str) -> Edit:
    end = len(manifest.text)
    before = "" if manifest.text.endswith("\n") or not manifest.text else "\n"
    return Edit(manifest.path, end, end, f"{before}{name}\n")


def _listed(manifest: Manifest, start: int, name: str) -> tuple[Edit, ...]:
    """Before the bracket that closes the list."""
    end = _closing(manifest.text, start)
    if end < 0:
        return ()
    inside = manifest.text[start:end]
    entries = list(re.finditer(r"\"[^\"\n]*\"|'[^'\n]*'", inside))
    if not entries:
        return (Edit(manifest.path, start, start, f'"{name}"'),)
    at = start + entries[-1].end()
    indent = re.search(r"\n([ \t]+)[\"'][^\n]*$", inside[: entries[-1].end()])
    text = f',\n{indent[1]}"{name}"' if indent else f', "{name}"'
    return (Edit(manifest.path, at, at, text),)


def _closing(text: str, start: int) -> int:
    """Where the list that begins here ends; names have brackets of their own inside quotes."""
    quote = ""
    for at in range(start, len(text)):
        one = text[at]
        if quote:
            quote = "" if one == quote else quote
        elif one in "\"'":
            quote = one
        elif one == "]":
            return at
    return -1


def _entry(name: str) -> re.Pattern[str]:
    """A name as manifests have it, whatever its version."""
    spelled = re.escape(name.partition("[")[0]).replace(r"\-", "[-_.]")
    return re.compile(rf"(?:^|[\"'])[ \t]*({spelled})(?![\w.-])", re.IGNORECASE | re.MULTILINE)


def _files(program: Program) -> Iterator[tuple[str, str]]:
    for path, text in notes(program):
        if path.endswith(("pyproject.toml", ".txt")):
            yield path, text
    folder = program.facts.root / "requirements"
    for file in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        path = f"requirements/{file.name}"
        yield path, _text(program, file, path)


def _text(program: Program, file: Path, path: str) -> str:
    laid_over = program.facts.laid_over(path)
    data = file.read_bytes()[:_LARGEST] if laid_over is None else laid_over
    return data.decode("utf-8", "replace")
