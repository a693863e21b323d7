"""What a case of the corpus is: a small project that really fails, and what should be said of it.

Lives here: Case, its places, laying a case's files out for a run.
Does not:   running (run.py, ways.py). Texts aren't kept: they are produced by running.

A case is a folder: `project/` with the files, `case.toml`, `check.py` (a script that ends with an
error before the repair and without one after it) and `fixed/`, files that show one right repair.
Comments that mark the place, `# <- here` or `# <- or here`, are taken out when files are laid out.
"""

import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAILURES = Path(__file__).with_name("failures")

MARK = re.compile(r"[ \t]*# <- (?:or )?here\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """A line that a right diagnosis may name; a case's first one is the best."""

    path: str
    line: int


@dataclass(frozen=True)
class Case:
    """One failure and what is expected of its diagnosis."""

    folder: Path
    fault: str
    run: str
    says: tuple[str, ...]
    patch: bool
    places: tuple[Place, ...]
    also: tuple[str, ...]  # other names that are right too
    requests: tuple[dict[str, Any], ...]
    show: tuple[str, ...]
    prepare: tuple[str, ...]
    env: dict[str, str]
    absent: tuple[str, ...]  # libraries that aren't installed
    fresh: tuple[str, ...]  # libraries that the project's own files may stand in for
    removed: tuple[str, ...]
    seen_at: str
    dress: str
    cut: tuple[int, int]
    path: tuple[str, ...]
    port_taken: bool
    fixed_absent: tuple[str, ...]
    repair: tuple[str, ...]  # commands, where no file is to blame

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def fixed(self) -> Path:
        """The files of one right repair; the folder may not be there."""
        return self.folder / "fixed"

    @property
    def check(self) -> Path:
        """The script that tells a repaired project from a broken one."""
        return self.folder / "check.py"


def load(folder: Path = FAILURES) -> tuple[Case, ...]:
    """Every case below a folder, in the order of their names."""
    return tuple(read(file.parent) for file in sorted(folder.glob("*/case.toml")))


def read(folder: Path) -> Case:
    """One case."""
    said = tomllib.loads((folder / "case.toml").read_text())
    absent = tuple(said.get("absent", ()))
    return Case(
        folder=folder,
        fault=said["fault"],
        run=said["run"],
        says=tuple(said["says"]),
        patch=said["patch"],
        places=(
            *_marked(folder / "project", "# <- here"),
            *_named(said.get("places", ())),
            *_marked(folder / "project", "# <- or here"),
        ),
        also=tuple(said.get("also", ())),
        requests=tuple(said.get("requests", ())),
        show=tuple(said.get("show", ("log",))),
        prepare=tuple(said.get("prepare", ())),
        env=said.get("env", {}),
        absent=absent,
        fresh=tuple(said.get("fresh", ())),
        removed=tuple(said.get("removed", ())),
        seen_at=said.get("seen_at", "/app"),
        dress=said.get("dress", ""),
        cut=tuple(said.get("cut", (0, 0))),
        path=tuple(said.get("path", (".",))),
        port_taken=said.get("port_taken", False),
        fixed_absent=tuple(said.get("fixed_absent", absent)),
        repair=tuple(said.get("repair", ())),
    )


def lay_out(case: Case, to: Path, *, fixed: bool = False) -> None:
    """Write the case's project, marks taken out, repaired on demand."""
    _copy(case.folder / "project", to)
    if fixed:
        _copy(case.fixed, to)
        for path in case.removed:
            (to / path).unlink()


def _copy(folder: Path, to: Path) -> None:
    for file in _files(folder):
        target = to / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.write_text(MARK.sub("", file.read_text()))
        except UnicodeDecodeError:
            shutil.copyfile(file, target)


def _marked(project: Path, mark: str) -> Iterator[Place]:
    for file in _files(project):
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if mark in line:
                yield Place(file.relative_to(project).as_posix(), number)


def _named(places: list[str]) -> Iterator[Place]:
    for place in places:  # "file:line", for files that aren't there or can't hold a comment
        path, _, line = place.rpartition(":")
        yield Place(path, int(line))


def _files(folder: Path) -> list[Path]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in found if "__pycache__" not in file.parts)
