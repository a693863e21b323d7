"""What a name leads to, across the modules of a project, re-exports followed.

Lives here: Names, Global.
Does not:   what a variable holds (program_types.py), which file a module is (layout.py).
"""

import ast
import builtins
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fe_skill.project.layout import Layout
from fe_skill.project.program_bindings import Binding, Bindings
from fe_skill.project.program_parts import Parts
from fe_skill.project.program_scopes import scopes_around, visible
from fe_skill.project.program_values import LibraryName, ModuleOf, Routine, TheClass
from fe_skill.syntax.module import SourceModule

_BUILTIN: Final = frozenset(dir(builtins))


@dataclass(frozen=True, slots=True)
class Global:
    """A variable of a module."""

    path: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Local:
    """A variable of a function, with the bindings that may be the one seen."""

    module: SourceModule
    bindings: tuple[Binding, ...]


Symbol = TheClass | Routine | ModuleOf | LibraryName | Global


class Names:
    """The names of all modules, each looked up when it is first asked for."""

    def __init__(
        self,
        layout: Layout,
        module: Callable[[str], SourceModule | None],
        parts: Callable[[SourceModule], Parts],
        name: Callable[[str], str],
    ) -> None:
        self._layout = layout
        self._module = module
        self._parts = parts
        self._name = name
        self._members: dict[tuple[str, str], Symbol | None] = {}

    def module_at(self, path: str) -> SourceModule | None:
        """The module of a file."""
        return self._module(path)

    def bindings(self, module: SourceModule, scope: ast.AST) -> dict[str, tuple[Binding, ...]]:
        """What a scope binds itself; a module also what its functions declare global."""
        return module.once(Bindings).of(scope)

    def lookup(self, module: SourceModule, name: str, at: ast.AST | None) -> Symbol | Local | None:
        """What `name` means at a node, or at the module's top."""
        for scope in () if at is None else scopes_around(module, at):
            bindings = self.bindings(module, scope).get(name)
            if bindings is None:
                continue
            if isinstance(scope, ast.Module):
                break
            seen = visible(module, bindings, at or scope, scope)
            return self._local(module, tuple(seen))
        found = self.member(module.path, name)
        if found is None and name in _BUILTIN:
            return LibraryName(f"builtins.{name}")
        return found

    def member(self, path: str, name: str) -> Symbol | None:
        """A name of a module: its own, an imported one, a star import's, or a submodule."""
        key = path, name
        if key not in self._members:
            self._members[key] = None  # while it is looked for: imports may go in a circle
            self._members[key] = self._found(path, name)
        return self._members[key]

    def attribute(self, symbol: Symbol, name: str) -> Symbol | None:
        """What an attribute of a module or library name means; of others, types know."""
        if isinstance(symbol, LibraryName):
            return LibraryName(f"{symbol.name}.{name}")
        if isinstance(symbol, ModuleOf):
            found = self.member(symbol.path, name)
            if found is None and not symbol.path.endswith(".py"):
                return LibraryName(f"{self._name(symbol.path)}.{name}")
            return found
        return None

    def absolute(self, dotted: str, importer: str = "") -> Symbol | None:
        """What a dotted name means that begins with a module, as seen from a file."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            path = self._layout.absolute(".".join(parts[:count]), importer)
            if path is None:
                continue
            found: Symbol | None = ModuleOf(path)
            for part in parts[count:]:
                found = None if found is None else self.attribute(found, part)
            if found is not None or path.endswith(".py"):
                return found
        return LibraryName(dotted)

    def defined(self, module: SourceModule, node: ast.AST) -> Routine | TheClass | None:
        """What a `def` or `class` statement makes."""
        parts = self._parts(module)
        function = parts.functions.get(node)
        if function is not None:
            return Routine(function)
        cls = parts.classes.get(node)
        return None if cls is None else TheClass(cls.dotted)

    def dotted(self, symbol: Symbol) -> str:
        """The name of what a symbol is."""
        match symbol:
            case TheClass() | LibraryName():
                return symbol.name
            case Routine():
                return symbol.function.dotted
            case ModuleOf():
                return self._name(symbol.path)
            case Global():
                return f"{self._name(symbol.path)}.{symbol.name}"

    def _found(self, path: str, name: str) -> Symbol | None:
        module = self._module(path) if path.endswith(".py") else None
        if module is not None:
            bindings = self.bindings(module, module.tree).get(name)
            if bindings is not None:
                return self._symbol(module, name, bindings)
        submodule = self._layout.submodule(path, name)
        if submodule is not None:
            return ModuleOf(submodule)
        return None if module is None else self._starred(module, name)

    def _symbol(
        self, module: SourceModule, name: str, bindings: Sequence[Binding]
    ) -> Symbol | None:
        """Imports first (what stands in an `except` or `else` is a stand-in), then definitions."""
        for binding in bindings:
            if binding.kind == "import":
                return self._imported(module, binding)
        for binding in reversed(bindings):
            if binding.kind in {"def", "class"}:
                return self.defined(module, binding.node)
        return Global(module.path, name)

    def _local(self, module: SourceModule, bindings: tuple[Binding, ...]) -> Symbol | Local | None:
        if len(bindings) == 1 and bindings[0].kind == "import":
            return self._imported(module, bindings[0])
        if len(bindings) == 1 and bindings[0].kind in {"def", "class"}:
            return self.defined(module, bindings[0].node)
        return Local(module, bindings)

    def imported(self, module: SourceModule, binding: Binding) -> Symbol | None:
        """What an import binds."""
        return self._imported(module, binding)

    def _imported(self, module: SourceModule, binding: Binding) -> Symbol | None:
        alias = binding.node
        statement = module.parent(alias)
        if not isinstance(alias, ast.alias):
            return None
        if isinstance(statement, ast.Import):
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            path = self._layout.absolute(name, module.path)
            return LibraryName(name) if path is None else ModuleOf(path)
        if not isinstance(statement, ast.ImportFrom):
            return None
        return self._from(module, statement, alias.name)

    def _from(self, module: SourceModule, node: ast.ImportFrom, name: str) -> Symbol | None:
        path = self._source(module, node)
        if path is None:
            known = not node.level and node.module
            return LibraryName(f"{node.module}.{name}") if known else None
        if path == module.path:  # `from . import x` in a package means its submodule
            submodule = self._layout.submodule(path, name)
            return None if submodule is None else ModuleOf(submodule)
        found = self.member(path, name)
        if found is None and not path.endswith(".py") and not node.level:
            # A folder that only shares its name with a library (alembic/, tests/).
            return LibraryName(f"{node.module}.{name}")
        return found

    def _source(self, module: SourceModule, node: ast.ImportFrom) -> str | None:
        if node.level:
            return self._layout.relative(node.level, node.module or "", module.path)
        return self._layout.absolute(node.module or "", module.path)

    def _starred(self, module: SourceModule, name: str) -> Symbol | None:
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                path = self._source(module, node)
                found = None if path is None else self.member(path, name)
                if found is not None:
                    return found
        return None
