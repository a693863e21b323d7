"""Which file a module name means, as seen from another file of the project.

Lives here: Layout.
Does not:   what the module says (store.py).

A module is known by its file's path ("app/api/users.py"), a namespace package by its folder
("app/api"). Names are looked up from the importing file upwards, as far as the project's root,
and in each folder's `src`; a package folder (one with `__init__.py`) is such a start only where
it is the highest one and nothing below imports it by its name: many a `src` has an `__init__.py`
that nobody needs. The root, where it is a package, also leads inside by its own name, and so does
a bare folder that is no whole project.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from pathlib import Path

_IMPORT = re.compile(rb"^(?:from|import)[ \t]+([A-Za-z_]\w*(?:\.\w+)?)", re.MULTILINE)
_FILES_ASKED = 80
_HEAD = 3_000
_WHOLE = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "Dockerfile", ".git")
_SOURCES = ("src", "backend", "lib", "app", "server", "api")


class Layout:
    """The modules of one project."""

    def __init__(self, root: Path, files: Iterable[str]) -> None:
        self.files = frozenset(files)
        self.folders = frozenset(_folders(self.files))
        self._memo: dict[tuple[str, str], str | None] = {}
        self._starts: dict[str, tuple[str, ...]] = {}
        self._packages: dict[str, bool] = {}
        self._root = root
        self._tops: dict[str, frozenset[str]] = {}
        self._heads: dict[str, frozenset[str]] = {}
        self._samples: dict[str, tuple[str, ...]] = {}
        self._above = _packages_above(root, self.files)
        if self._above and not self._is_package(""):
            self._above = ()
        # A folder of sources without the mark of a package, imported by its name all the same.
        whole = self._above or any((root / name).exists() for name in _WHOLE)
        self._bare = None if whole else root.name

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.files)

    def with_files(self, files: Iterable[str], edited: Container[str]) -> "Layout":
        """The same once there are other files; what was read of those that are the same is kept."""
        new = Layout(self._root, files)
        new._heads |= {path: names for path, names in self._heads.items() if path not in edited}
        return new

    def holds_after(self, edited: Iterable[str]) -> bool:
        """Whether edits leave it as it is: it rests on what some files import."""
        now = {path: _imports(self._root / path) for path in edited if path in self._heads}
        if all(self._heads[path] == names for path, names in now.items()):
            return True
        heads = self._heads | now
        if any(_all(heads, files) != self._tops[top] for top, files in self._samples.items()):
            return False
        self._heads = heads
        return True

    def agrees(self, other: "Layout") -> bool:
        """Whether modules that both know have the same names, and are looked for alike."""
        return all(
            self.dotted(path) == other.dotted(path) for path in self.files & other.files
        ) and (all(starts == other.starts_of(folder) for folder, starts in self._starts.items()))

    def absolute(self, name: str, importer: str) -> str | None:
        """The module that `import name` means in the file `importer`, or None: not ours."""
        folder = importer.rpartition("/")[0]
        known = self._memo.get((folder, name), "")
        if known != "":
            return known
        found = self._search(name, folder)
        self._memo[folder, name] = found
        return found

    def relative(self, level: int, name: str, importer: str) -> str | None:
        """The module that `from ..name import` means in the file `importer`."""
        folder = importer.rpartition("/")[0]
        for _ in range(level - 1):
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
        return self._inside(folder, name.split(".") if name else [])

    def submodule(self, module: str, name: str) -> str | None:
        """The module `name` inside the package `module`."""
        if module.endswith("/__init__.py") or module == "__init__.py":
            return self._inside(module.rpartition("/")[0], [name])
        return None if module.endswith(".py") else self._inside(module, [name])

    def dotted(self, module: str) -> str:
        """The name under which the project imports the module, whatever was asked before."""
        parts = module.removesuffix(".py").removesuffix("/__init__").split("/")
        if parts == ["__init__"]:
            return ".".join(self._above)
        if self._above:
            return ".".join([*self._above, *parts])
        folder = module.rpartition("/")[0]
        return ".".join(parts[self._depth(folder.split("/")) if folder else 0 :])

    def _depth(self, folders: list[str]) -> int:
        """How many folders lead to the place where a module's name starts.

        That is where the highest package stands, or a folder above it that imports lead through.
        Where there is none: where the first folder stands that imports begin with; else what is
        named like a folder of sources.
        """
        for at in range(len(folders)):
            if "/".join([*folders[: at + 1], "__init__.py"]) in self.files:
                return self._above_package(folders, at)
        imported = {name.partition(".")[0] for name in self._imported(folders[0])}
        for at, name in enumerate(folders):
            if name in imported:
                return at
        last = max((at for at, name in enumerate(folders) if name in _SOURCES[:3]), default=-1)
        return last + 1

    def _above_package(self, folders: list[str], package: int) -> int:
        """Where a name starts whose highest package is that one, some folders above being bare."""
        for at in range(package):
            if f"{folders[at]}.{folders[at + 1]}" in self._imported(folders[0]):
                return at
        return package

    def _imported(self, top: str) -> frozenset[str]:
        """The first two parts of what is imported in the first files below a folder."""
        known = self._tops.get(top)
        if known is None:
            start = f"{top}/" if top else ""
            first = bisect_left(self._sorted, start)
            below = self._sorted[first : first + _FILES_ASKED]
            files = self._samples[top] = tuple(path for path in below if path.startswith(start))
            self._heads |= {p: _imports(self._root / p) for p in files if p not in self._heads}
            known = self._tops[top] = _all(self._heads, files)
        return known

    def _search(self, name: str, folder: str) -> str | None:
        parts = name.split(".")
        if self._above and parts[: len(self._above)] == list(self._above):
            found = self._inside("", parts[len(self._above) :])
            if found is not None:
                return found
        for start in self.starts_of(folder):
            found = self._inside(start, parts)
            if found is not None:
                return found
        return self._inside("", parts[1:]) if parts[0] == self._bare and parts[1:] else None

    def starts_of(self, folder: str) -> tuple[str, ...]:
        """The folders that can be on the path of a file in `folder`, nearest first."""
        known = self._starts.get(folder)
        if known is None:
            found: list[str] = []
            at: str | None = folder
            while at is not None:
                if self._is_start(at):
                    below = (f"{at}/{name}" if at else name for name in _SOURCES)
                    found += [at, *(b for b in below if b in self.folders and self._is_start(b))]
                at = at.rpartition("/")[0] if at else None
            known = self._starts[folder] = tuple(dict.fromkeys(found))
        return known

    def _is_package(self, folder: str) -> bool:
        known = self._packages.get(folder)
        if known is None:
            marked = (f"{folder}/__init__.py" if folder else "__init__.py") in self.files
            known = self._packages[folder] = marked and self._is_imported(folder)
        return known

    def _is_start(self, folder: str) -> bool:
        """Whether imports can begin in a folder: no package, and nothing imports through it."""
        *above, name = folder.split("/")
        through = above and f"{above[-1]}.{name}" in self._imported(above[0])
        return not through and not self._is_package(folder)

    def _is_imported(self, folder: str) -> bool:
        """Whether a folder that could be a package is one: not where imports begin inside of it."""
        above, _, name = folder.rpartition("/")
        if folder and (self._is_package(above) if above else bool(self._above)):
            return True
        imported = {each.partition(".")[0] for each in self._imported(folder)}
        if (name or self._root.name) in imported:
            return True
        start = f"{folder}/" if folder else ""
        return not any(f"{start}{each}" in self.folders for each in imported)

    def _inside(self, folder: str, parts: list[str]) -> str | None:
        path = "/".join(([folder] if folder else []) + parts)
        package = f"{path}/__init__.py" if path else "__init__.py"
        if package in self.files:
            return package
        if f"{path}.py" in self.files:
            return f"{path}.py"
        return path if path in self.folders and path else None


def _all(heads: Mapping[str, frozenset[str]], files: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(heads[path] for path in files))


def _imports(path: Path) -> frozenset[str]:
    """The first two parts of the names that a file imports at its start, where most stand."""
    try:
        with path.open("rb") as file:
            return frozenset(name.decode() for name in _IMPORT.findall(file.read(_HEAD)))
    except OSError:
        return frozenset()


def _folders(files: frozenset[str]) -> set[str]:
    folders: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders


def _packages_above(root: Path, files: frozenset[str]) -> tuple[str, ...]:
    """The dotted name of the root where it has the mark of a package itself."""
    if "__init__.py" not in files:
        return ()
    names = [root.name]
    folder = root.parent
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        names.insert(0, folder.name)
        folder = folder.parent
    return tuple(names)
