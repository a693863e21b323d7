"""Every import of the project's own modules leads to a file, and every name to something there.

Reads the changed Python files and, from the planned tree, what they import.
Limits: a module with a star import or a `__getattr__` is believed. A folder without `__init__.py`
counts as the project's own only when a second part of the import is found in it: `alembic/` beside
the library of that name is common. So is `app/alembic/`: an import starts inside a package only by
its dots. What is imported under `try` may be missing.
"""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of
from fe_skill.checks.outline import Import, Outline, outline_of

_SOURCES = (PurePosixPath(), PurePosixPath("src"))


@dataclass
class _Tree:
    """The planned tree as the import system sees it; remembers what it looked up."""

    planned: Planned
    _files: dict[PurePosixPath, PurePosixPath | None] = field(default_factory=dict)
    _folders: dict[PurePosixPath, bool] = field(default_factory=dict)
    _homes: dict[tuple[PurePosixPath, str], tuple[PurePosixPath, ...]] = field(default_factory=dict)

    def is_module(self, path: PurePosixPath) -> bool:
        return self.file_of(path) is not None or self.is_folder(path)

    def is_folder(self, path: PurePosixPath) -> bool:
        if path not in self._folders:
            self._folders[path] = self.planned.is_folder(path)
        return self._folders[path]

    def file_of(self, path: PurePosixPath) -> PurePosixPath | None:
        if path not in self._files:
            self._files[path] = self._find(path)
        return self._files[path]

    def _find(self, path: PurePosixPath) -> PurePosixPath | None:
        if not path.name:
            return None
        choices = (path / "__init__.py", path.with_name(path.name + ".py"))
        more = (path.with_name(path.name + ".pyi"), path / "__init__.pyi")
        return next((file for file in (*choices, *more) if self.planned.is_file(file)), None)

    def depth(self, start: PurePosixPath, module: tuple[str, ...]) -> int:
        """How many parts of `module` are found below `start`."""
        here = start
        for found, part in enumerate(module):
            here = here / part
            if not self.is_module(here):
                return found
        return len(module)

    def has(self, module: PurePosixPath, name: str) -> bool:
        """Whether `from module import name` finds something."""
        if name == "*" or self.is_module(module / name):
            return True
        file = self.file_of(module)
        bound = self.outline(file).names if file else frozenset()
        return bound is None or name in bound

    def outline(self, file: PurePosixPath) -> Outline:
        return outline_of(self.planned.read(file) or b"")

    def homes(self, folder: PurePosixPath, name: str) -> tuple[PurePosixPath, ...]:
        """Where an import in `folder` may start to find a module or a folder called `name`."""
        if (folder, name) not in self._homes:
            starts = dict.fromkeys((*_SOURCES, folder, *folder.parents))
            outside = (s for s in starts if not s.name or self.file_of(s) is None)
            found = tuple(start for start in outside if self.is_module(start / name))
            self._homes[folder, name] = found
        return self._homes[folder, name]


def _run(planned: Planned) -> Verdict:
    tree = _Tree(planned)
    faults: list[str] = []
    for path in (*planned.change_set.created, *planned.change_set.modified):
        faults += [
            f"{path}:{found.line}: {fault}"
            for found in (tree.outline(path).imports if path.suffix == ".py" else ())
            if (fault := _fault_of(found, path, tree))
        ]
    return verdict_of(faults)


def _fault_of(found: Import, path: PurePosixPath, tree: _Tree) -> str | None:
    if found.level:
        parents = (path, *path.parents)
        if found.level >= len(parents):
            return "the relative import climbs out of the project"
        return _missing(found, parents[found.level], tree)
    homes = tree.homes(path.parent, found.module[0])
    faults = [_missing(found, start, tree) for start in homes if _ours(found, start, tree)]
    return faults[0] if faults and all(faults) else None


def _ours(found: Import, start: PurePosixPath, tree: _Tree) -> bool:
    top = start / found.module[0]
    if tree.file_of(top) is not None:
        return True
    return tree.depth(start, (*found.module, *found.names[:1])) > 1


def _missing(found: Import, start: PurePosixPath, tree: _Tree) -> str | None:
    depth = tree.depth(start, found.module)
    dotted = "." * found.level + ".".join(found.module)
    if depth < len(found.module):
        return f"there is no module `{dotted}`"
    target = start.joinpath(*found.module)
    absent = [name for name in found.names if not tree.has(target, name)]
    return f"`{dotted}` has no `{absent[0]}`" if absent else None


CHECK = Check(name="imports-resolve", run=_run)
