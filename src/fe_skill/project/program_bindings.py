"""What binds names in a module: parameters, assignments, loops, imports and definitions, by scope.

Lives here: Binding, Bindings.
Does not:   which binding an expression sees (program_scopes.py).
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from fe_skill.syntax.module import FUNCTIONS, SourceModule

COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CALLABLES: Final = (*FUNCTIONS, ast.Lambda)
Position = tuple[int, int]
_ByName = dict[str, tuple["Binding", ...]]
# Python 3.12's `type X = ...`; older interpreters meet it as an assignment.
_TYPE_ALIAS: Final = getattr(ast, "TypeAlias", ())


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """One place that binds a name.

    `kind` is parameter, value, item (of an iteration), entered (by a with), caught, import, def,
    class or opaque; `value` is the expression it comes from, `steps` the way into it where it is
    unpacked; `at` is where it holds from.
    """

    kind: str
    node: ast.AST
    at: Position
    value: ast.expr | None = None
    annotation: ast.expr | None = None
    steps: tuple[int, ...] = ()


class Bindings:
    """The bindings of one module by scope. Those of its top need no look into its functions."""

    def __init__(self, module: SourceModule) -> None:
        self._module = module
        self._known: dict[ast.AST, _ByName] = {}

    def of(self, scope: ast.AST) -> _ByName:
        """The names that a scope binds itself, each with its places in source order."""
        known = self._known.get(scope)
        if known is None:
            known = self._known[scope] = self._found(scope)
        return known

    def _found(self, scope: ast.AST) -> _ByName:
        if isinstance(scope, ast.Module):
            top = _by_name(each for node in _statements(scope.body) for each in _bound(node))
            return top | self._globals(top)
        if isinstance(scope, COMPREHENSIONS):
            return _by_name(_generated(scope))
        own = _parameters(scope.args) if isinstance(scope, CALLABLES) else ()
        outer = self._declared.get(scope, set())
        inside = (each for node in self._inside.get(scope, ()) for each in _bound(node))
        return _by_name([*own, *(each for each in inside if each[0] not in outer)])

    def _globals(self, top: _ByName) -> _ByName:
        """The module's names that functions bind too, having declared them global."""
        if "global " not in self._module.text:
            return {}
        found: list[tuple[str, Binding]] = []
        for node in self._module.nodes(ast.Global):
            scope = self._scope(node)
            for inner in self._inside.get(scope, ()) if scope is not None else ():
                found += [each for each in _bound(inner) if each[0] in node.names]
        return {name: (*top.get(name, ()), *more) for name, more in _by_name(found).items()}

    @cached_property
    def _inside(self) -> dict[ast.AST, list[ast.AST]]:
        """The nodes that bind, by the function or class whose body they stand in."""
        found: dict[ast.AST, list[ast.AST]] = {}
        for kind in _KINDS:
            for node in self._module.nodes(kind):
                scope = self._scope(node)
                if scope is not None:
                    found.setdefault(scope, []).append(node)
        return found

    @cached_property
    def _declared(self) -> dict[ast.AST, set[str]]:
        """The names that functions declare to belong to a scope outside."""
        found: dict[ast.AST, set[str]] = {}
        nodes: list[ast.Global | ast.Nonlocal] = [*self._module.nodes(ast.Global)]
        nodes += self._module.nodes(ast.Nonlocal)
        for node in nodes:
            scope = self._scope(node)
            if scope is not None:
                found.setdefault(scope, set()).update(node.names)
        return found

    def _scope(self, node: ast.AST) -> ast.AST | None:
        """The function or class whose body a node stands in; None at the top."""
        below = node
        for at in self._module.parents(node):
            if isinstance(at, (*FUNCTIONS, ast.ClassDef)) and isinstance(below, ast.stmt):
                return at
            below = at
        return None


def position(node: ast.AST) -> Position:
    """Where a node starts."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> Position:
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0


def _by_name(bindings: Iterable[tuple[str, Binding]]) -> _ByName:
    found: dict[str, list[Binding]] = {}
    for name, binding in bindings:
        found.setdefault(name, []).append(binding)
    return {name: tuple(sorted(each, key=lambda b: b.at)) for name, each in found.items()}


def _statements(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Statements and those in their blocks, without what functions and classes have inside."""
    for node in body:
        yield node
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        for field in ("body", "orelse", "handlers", "finalbody", "cases"):
            yield from _statements(getattr(node, field, ()))


def _generated(scope: ast.AST) -> Iterator[tuple[str, Binding]]:
    for generator in getattr(scope, "generators", ()):
        each = Binding("item", generator, position(generator.iter), generator.iter)
        yield from _targets(generator.target, each)


_KINDS: Final[tuple[type[ast.AST], ...]] = (
    ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith,
    ast.ExceptHandler, *FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom, ast.MatchAs,
    ast.MatchStar, ast.MatchMapping, *([_TYPE_ALIAS] if _TYPE_ALIAS else []),
)  # fmt: skip


def _parameters(arguments: ast.arguments) -> Iterator[tuple[str, Binding]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    pairs = [*zip(positional, defaults, strict=True)]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    for argument, default in pairs:
        start = (0, 0)
        yield argument.arg, Binding("parameter", argument, start, default, argument.annotation)
    for kind, star in (("rest", arguments.vararg), ("keywords", arguments.kwarg)):
        if star is not None:
            yield star.arg, Binding(kind, star, (0, 0), None, star.annotation)


def _bound(  # noqa: C901, PLR0912 -- one case a kind
    node: ast.AST,
) -> Iterator[tuple[str, Binding]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _targets(target, Binding("value", node, _end(node), value))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, Binding("value", node, _end(node), node.value, node.annotation)
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, Binding("value", node, _end(node), value)
        case ast.For() | ast.AsyncFor():
            yield from _targets(node.target, Binding("item", node, _end(node.iter), node.iter))
        case ast.With() | ast.AsyncWith():
            for item in node.items:
                if item.optional_vars is not None:
                    end, value = _end(item.optional_vars), item.context_expr
                    yield from _targets(item.optional_vars, Binding("entered", node, end, value))
        case ast.ExceptHandler(name=str(name)):
            yield name, Binding("caught", node, position(node), node.type)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, Binding("def", node, position(node))
        case ast.ClassDef():
            yield node.name, Binding("class", node, position(node))
        case ast.Import() | ast.ImportFrom():
            for alias in node.names:
                bound = alias.asname or alias.name.partition(".")[0]
                yield bound, Binding("import", alias, position(node))
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name, Binding("opaque", node, position(node))
        case ast.MatchMapping(rest=str(name)):
            yield name, Binding("opaque", node, position(node))
        case _ if isinstance(node, _TYPE_ALIAS):
            yield node.name.id, Binding("value", node, _end(node), node.value)


def _targets(target: ast.expr, binding: Binding) -> Iterator[tuple[str, Binding]]:
    """The names of a target, with the way into the value where it is unpacked."""
    if isinstance(target, ast.Name):
        yield target.id, binding
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value, Binding("opaque", binding.node, binding.at))
    elif isinstance(target, (ast.Tuple, ast.List)):
        inner = binding
        for index, each in enumerate(target.elts):
            if isinstance(each, ast.Starred):
                inner = Binding("opaque", binding.node, binding.at)  # and what follows it
            yield from _targets(each, replace(inner, steps=(*inner.steps, index)))
