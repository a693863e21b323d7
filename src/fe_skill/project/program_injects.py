"""What FastAPI calls for a parameter, and what it hands in.

Lives here: Injects.
Does not:   the dependencies of routes (link_dependencies.py).
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fe_skill.project import program_library as library
from fe_skill.project.interpreter.names import canonical
from fe_skill.project.program_values import LibraryName, Of, TheClass, Value
from fe_skill.syntax.module import SourceModule

if TYPE_CHECKING:
    from fe_skill.project.program_types import Types

_DEPENDS: Final = frozenset(("fastapi.Depends", "fastapi.Security"))

_YIELDING: Final = frozenset(
    ("Generator", "AsyncGenerator", "Iterator", "AsyncIterator", "Iterable", "AsyncIterable")
)


class Injects:
    """The dependencies of parameters."""

    def __init__(self, types: "Types") -> None:
        self._types = types

    def injected(self, module: SourceModule, node: ast.expr | None) -> Value | None:
        """What FastAPI hands in for a `Depends(...)`; None for anything else."""
        target = self.dependency(module, node)
        if target is None:
            return None
        found = library.unawaited(
            self._types.returns.result(self._types.value(module, target), None)
        )
        if isinstance(found, Of) and found.name.rpartition(".")[2] in _YIELDING:
            return found.args[0] if found.args else None
        return found

    def dependency(self, module: SourceModule, node: ast.expr | None) -> ast.expr | None:
        """What a `Depends(...)` depends on."""
        if not isinstance(node, ast.Call) or not self.is_depends(module, node):
            return None
        named = [each.value for each in node.keywords if each.arg == "dependency"]
        return next(iter([*node.args, *named]), None)

    def dependencies(
        self, module: SourceModule, argument: ast.arg, default: ast.expr | None
    ) -> Iterator[tuple[ast.expr, Value | None]]:
        """What FastAPI calls for a parameter, with the place in the signature."""
        declared = self._types.annotations.value(module, argument.annotation)
        markers = [(default, module, default)] if default is not None else []
        if argument.annotation is not None:
            extras = self._types.annotations.extras(module, argument.annotation)
            markers += [(argument.annotation, home, extra) for home, extra in extras]
        for place, home, marker in markers:
            if not self.is_depends(home, marker):
                continue
            target = self.dependency(home, marker)
            if target is not None:
                yield place, self._types.value(home, target)
            elif isinstance(declared, Of):
                yield place, TheClass(declared.name, declared.args)

    def is_depends(self, module: SourceModule, node: ast.expr | None) -> bool:
        """Whether an expression is a `Depends(...)` or `Security(...)`."""
        if not isinstance(node, ast.Call):
            return False
        callee = self._types.value(module, node.func)
        return isinstance(callee, LibraryName) and canonical(callee.name) in _DEPENDS
