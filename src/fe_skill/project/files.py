"""Which files of a folder are the project's own Python.

Lives here: Stamp, Listing, list_files, laid_over.
Does not:   reading them (store.py), or what their module names are (layout.py).

Left out: hidden folders, virtual environments, installed packages, caches and build output, what
`.gitignore` files say, and symlinks that lead out of the project.
"""

import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fe_skill.project.gitignore import Ignore

_NEVER = frozenset(
    ("__pycache__", "node_modules", "site-packages", "__pypackages__", "venv", "env", "virtualenv")
)
_OUTPUT = frozenset(("build", "dist", "htmlcov"))
LARGEST = 4_000_000


class Stamp(NamedTuple):
    """What tells, without reading it, that a file has not changed."""

    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The Python files by path relative to the root, sorted, and other files of note."""

    python: dict[str, Stamp]
    notes: dict[str, Stamp]


_NOTES = frozenset(
    ("pyproject.toml", "alembic.ini", "setup.cfg", "ruff.toml", ".ruff.toml", ".python-version")
)


def list_files(root: Path) -> Listing:
    """Walk the project once; every file that can carry a fact comes with its stamp."""
    python: dict[str, Stamp] = {}
    notes: dict[str, Stamp] = {}
    for path, entry in _walk(root):
        if path.endswith(".py") or _is_note(entry.name):
            stat = entry.stat()
            target = python if path.endswith(".py") else notes
            target[path] = Stamp(stat.st_size, stat.st_mtime_ns)
    return _sorted(python, notes)


def laid_over(listing: Listing, files: Mapping[str, bytes]) -> Listing:
    """The listing once `files` are written; what they hold tells their stamps."""
    python, notes = dict(listing.python), dict(listing.notes)
    for path, data in files.items():
        # No file on a disk has a time before the epoch: such a stamp is never taken for one.
        stamp = Stamp(len(data), -1 - zlib.crc32(data))
        if path.endswith(".py"):
            python[path] = stamp
        elif _is_note(path.rpartition("/")[2]):
            notes[path] = stamp
    return _sorted(python, notes)


def _sorted(python: dict[str, Stamp], notes: dict[str, Stamp]) -> Listing:
    return Listing(dict(sorted(python.items())), dict(sorted(notes.items())))


def _is_note(name: str) -> bool:
    return name in _NOTES or name.startswith("requirements")


def _walk(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    pending: list[tuple[str, tuple[Ignore, ...]]] = [("", ())]
    while pending:
        folder, ignores = pending.pop()
        entries = _entries(root / folder)
        if any(entry.name == "pyvenv.cfg" for entry in entries) and folder:
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            ignores = (*ignores, Ignore.read(root, folder))
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = _is_folder(entry)
            if _left_out(entry, path, ignores, is_folder=is_folder):
                continue
            if is_folder:
                pending.append((path, ignores))
            elif entry.is_file():
                yield path, entry


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _left_out(
    entry: os.DirEntry[str], path: str, ignores: tuple[Ignore, ...], *, is_folder: bool
) -> bool:
    if entry.is_symlink():
        return True  # its target, if it is the project's own, is listed under its own name
    if is_folder and (entry.name.startswith(".") or entry.name in _NEVER):
        return True
    if is_folder and entry.name in _OUTPUT and "/" not in path:
        return True
    verdict = None
    for ignore in ignores:
        said = ignore.says(path, is_folder=is_folder)
        verdict = verdict if said is None else said
    return bool(verdict)
