"""The tree as it will be: the disk with a change set laid over it, read-only.

Lives here: Planned.
Does not:   what is checked on it (checks/).
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from fe_skill.changes.changeset import ChangeSet, Create


@dataclass(frozen=True)
class Planned:
    """`root` once `change_set` is applied."""

    root: Path
    change_set: ChangeSet

    def read(self, path: PurePosixPath) -> bytes | None:
        """The content of the file `path`; None where there is no file."""
        planned = self._after.get(path)
        if planned is not None:
            return planned
        target = self.root / path
        return target.read_bytes() if target.is_file() else None

    def is_file(self, path: PurePosixPath) -> bool:
        """Whether `path` is a file."""
        return path in self._after or (self.root / path).is_file()

    def is_folder(self, path: PurePosixPath) -> bool:
        """Whether `path` is a folder."""
        return path in self._new_folders or (self.root / path).is_dir()

    def names(self, folder: PurePosixPath) -> frozenset[str]:
        """The names in `folder`."""
        try:
            present = frozenset(os.listdir(self.root / folder))  # noqa: PTH208 -- names only
        except (FileNotFoundError, NotADirectoryError):
            present = frozenset()
        return present | self._new_names.get(folder, frozenset())

    @cached_property
    def _after(self) -> dict[PurePosixPath, bytes]:
        return {
            change.path: change.content if isinstance(change, Create) else change.after
            for change in self.change_set.changes
        }

    @cached_property
    def _new_folders(self) -> frozenset[PurePosixPath]:
        return frozenset(parent for path in self.change_set.created for parent in path.parents)

    @cached_property
    def _new_names(self) -> dict[PurePosixPath, frozenset[str]]:
        names: dict[PurePosixPath, set[str]] = {}
        for path in self.change_set.created:
            for part in (path, *path.parents[:-1]):
                names.setdefault(part.parent, set()).add(part.name)
        return {folder: frozenset(inside) for folder, inside in names.items()}
