"""Every import of the project's own modules leads to a file, and every name to something there.

Reads the changed Python files and, from the planned tree, what they import.
Limits: what a module binds is read off its top level, so a module with a star import or a
`__getattr__` is believed. A folder without `__init__.py` counts as the project's own only when a
second part of the import is found in it: `alembic/` beside the library of that name is common.
An import under `try` is the author's way to say that it may fail.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Check, Verdict, verdict_of

_SOURCES = (PurePosixPath(), PurePosixPath("src"))


@dataclass(frozen=True)
class _Import:
    line: int
    level: int
    module: tuple[str, ...]
    names: tuple[str, ...]


@dataclass
class _Tree:
    """The planned tree as the import system sees it; remembers what it looked up."""

    planned: Planned
    _files: dict[PurePosixPath, PurePosixPath | None] = field(default_factory=dict)
    _folders: dict[PurePosixPath, bool] = field(default_factory=dict)
    _bound: dict[PurePosixPath, frozenset[str] | None] = field(default_factory=dict)
    _parsed: dict[PurePosixPath, ast.Module | None] = field(default_factory=dict)
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
        bound = self.bound(file) if file else frozenset()
        return bound is None or name in bound

    def bound(self, file: PurePosixPath) -> frozenset[str] | None:
        """The names at the top level of `file`; None when they can't be known."""
        if file not in self._bound:
            self._bound[file] = _top_level(self.parsed(file))
        return self._bound[file]

    def parsed(self, file: PurePosixPath) -> ast.Module | None:
        if file not in self._parsed:
            self._parsed[file] = _parsed(self.planned, file)
        return self._parsed[file]

    def homes(self, folder: PurePosixPath, name: str) -> tuple[PurePosixPath, ...]:
        """Where an import in `folder` may start to find a module or a folder called `name`."""
        if (folder, name) not in self._homes:
            starts = dict.fromkeys((*_SOURCES, folder, *folder.parents))
            found = tuple(start for start in starts if self.is_module(start / name))
            self._homes[folder, name] = found
        return self._homes[folder, name]


def _run(planned: Planned) -> Verdict:
    tree = _Tree(planned)
    faults: list[str] = []
    for path in (*planned.change_set.created, *planned.change_set.modified):
        module = tree.parsed(path) if path.suffix == ".py" else None
        faults += [
            f"{path}:{found.line}: {fault}"
            for found in (_imports(module) if module else ())
            if (fault := _fault_of(found, path, tree))
        ]
    return verdict_of(faults)


def _fault_of(found: _Import, path: PurePosixPath, tree: _Tree) -> str | None:
    if found.level:
        parents = (path, *path.parents)
        if found.level >= len(parents):
            return "the relative import climbs out of the project"
        return _missing(found, parents[found.level], tree)
    homes = tree.homes(path.parent, found.module[0])
    faults = [_missing(found, start, tree) for start in homes if _ours(found, start, tree)]
    return faults[0] if faults and all(faults) else None


def _ours(found: _Import, start: PurePosixPath, tree: _Tree) -> bool:
    top = start / found.module[0]
    if tree.file_of(top) is not None:
        return True
    return tree.depth(start, (*found.module, *found.names[:1])) > 1


def _missing(found: _Import, start: PurePosixPath, tree: _Tree) -> str | None:
    depth = tree.depth(start, found.module)
    dotted = "." * found.level + ".".join(found.module)
    if depth < len(found.module):
        return f"there is no module `{dotted}`"
    target = start.joinpath(*found.module)
    absent = [name for name in found.names if not tree.has(target, name)]
    return f"`{dotted}` has no `{absent[0]}`" if absent else None


def _parsed(planned: Planned, file: PurePosixPath) -> ast.Module | None:
    try:
        return planned.tree(file)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _imports(module: ast.Module) -> Iterator[_Import]:
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Try):
            waiting += [*node.orelse, *node.finalbody]
            continue
        if isinstance(node, ast.Import):
            yield from (_Import(node.lineno, 0, _parts(a.name), ()) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield _Import(node.lineno, node.level, _parts(node.module or ""), names)
        # An expression holds no import, and most of a module is expressions.
        waiting += (part for part in ast.iter_child_nodes(node) if not isinstance(part, ast.expr))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.split(".")) if dotted else ()


def _top_level(module: ast.Module | None) -> frozenset[str] | None:
    if module is None:
        return None
    names: set[str] = set()
    waiting: list[ast.AST] = list(module.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        waiting += ast.iter_child_nodes(node)
    dynamic = {"*", "__getattr__"} & names
    return None if dynamic else frozenset(names | {"__name__", "__file__", "__doc__"})


CHECK = Check(name="imports-resolve", run=_run)
