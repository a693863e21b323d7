"""What binds a name in a scope, and which of several bindings an expression can see.

Lives here: Binding, bindings_of, scopes_around, visible.
Does not:   what a bound value is (program_types.py).
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fe_skill.syntax.module import FUNCTIONS, SourceModule

COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CALLABLES: Final = (*FUNCTIONS, ast.Lambda)
SCOPES: Final = (*CALLABLES, *COMPREHENSIONS, ast.ClassDef, ast.Module)
_BRANCHES: Final = ("body", "orelse", "handlers", "finalbody")
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
Position = tuple[int, int]


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


def bindings_of(scope: ast.AST) -> dict[str, tuple[Binding, ...]]:
    """The names that a scope binds itself, each with its places in source order."""
    return _by_name(_bindings(scope))


def globals_of(function: ast.AST) -> dict[str, tuple[Binding, ...]]:
    """What a function binds of the names that it declares global."""
    body = list(own_nodes(getattr(function, "body", ())))
    names = {name for node in body if isinstance(node, ast.Global) for name in node.names}
    return _by_name((name, b) for node in body for name, b in _bound(node) if name in names)


def _by_name(bindings: Iterable[tuple[str, Binding]]) -> dict[str, tuple[Binding, ...]]:
    found: dict[str, list[Binding]] = {}
    for name, binding in bindings:
        found.setdefault(name, []).append(binding)
    return {name: tuple(sorted(each, key=lambda b: b.at)) for name, each in found.items()}


def scopes_around(module: SourceModule, node: ast.AST) -> Iterator[ast.AST]:
    """The scopes whose names an expression sees, innermost first."""
    below: ast.AST = node
    methods = False
    for at in module.parents(node):
        if isinstance(at, ast.ClassDef):
            # A class's names are seen in its own body only, not by the functions in it.
            inside = isinstance(below, ast.stmt) and not methods
        elif isinstance(at, FUNCTIONS):
            inside = isinstance(below, ast.stmt)
            methods = methods or inside
        else:
            inside = isinstance(at, SCOPES)
            methods = methods or isinstance(at, ast.Lambda)
        if inside:
            yield at
        below = at


def visible(
    module: SourceModule, bindings: Sequence[Binding], use: ast.AST, scope: ast.AST
) -> list[Binding]:
    """Those of a scope's bindings that may be the one seen at `use`."""
    if len(bindings) == 1 or not _runs_in(module, use, scope):
        return list(bindings)
    place = position(use)
    around = {id(node): node for node in module.parents(use)}
    loops = [node for node in around.values() if isinstance(node, _LOOPS)]
    found: list[Binding] = []
    for binding in reversed(bindings):
        if binding.at > place:
            if any(_within(module, binding.node, loop) for loop in loops):
                found.append(binding)
            continue
        branch = _branch(module, binding.node, around)
        if branch == "other":
            continue
        found.append(binding)
        if branch == "same":
            break
    return found


def position(node: ast.AST) -> Position:
    """Where a node starts."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> Position:
    return getattr(node, "end_lineno", 0) or 0, getattr(node, "end_col_offset", 0) or 0


def _runs_in(module: SourceModule, use: ast.AST, scope: ast.AST) -> bool:
    """Whether `use` runs as part of the scope's own body, not in a function inside it later."""
    inner = (at for at in module.parents(use) if isinstance(at, (*CALLABLES, ast.Module)))
    below = next(inner, None)
    while below is not None and below is not scope:
        if not _in_header(module, use, below):
            return False
        below = next(inner, None)
    return below is scope


def _in_header(module: SourceModule, use: ast.AST, function: ast.AST) -> bool:
    """Whether `use` stands in a decorator, a default or an annotation of a function."""
    if not isinstance(function, FUNCTIONS):
        return False
    below = use
    for at in module.parents(use):
        if at is function:
            return not isinstance(below, ast.stmt)
        below = at
    return False


def _branch(module: SourceModule, node: ast.AST, around: dict[int, ast.AST]) -> str:
    """How a binding stands to what is `around` a use: same, sometimes or other (never)."""
    below, certain = node, True
    for at in module.parents(node):
        if id(at) in around:
            return _relation(at, below, around, certain=certain)
        if not isinstance(at, (ast.With, ast.AsyncWith)):
            certain = certain and not isinstance(at, _CONDITIONAL)
        below = at
    return "sometimes"


_CONDITIONAL: Final = (
    ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.ExceptHandler, ast.Match, ast.match_case,
    ast.IfExp, ast.BoolOp,
)  # fmt: skip


def _relation(at: ast.AST, below: ast.AST, around: dict[int, ast.AST], *, certain: bool) -> str:
    """The same, where the nearest node around both may have branches."""
    mine = _field(at, below)
    theirs = next((_field(at, node) for node in around.values() if _field(at, node)), "")
    if isinstance(at, ast.If) and mine in _BRANCHES and theirs in _BRANCHES and mine != theirs:
        return "other"
    if isinstance(at, ast.Match) and isinstance(below, ast.match_case):
        return "other"
    if mine != theirs and isinstance(at, _CONDITIONAL) and mine in _BRANCHES:
        return "sometimes"
    return "same" if certain else "sometimes"


def _field(parent: ast.AST, child: ast.AST) -> str:
    """The field of `parent` that holds `child`; empty where none does."""
    for name, value in ast.iter_fields(parent):
        if value is child or (isinstance(value, list) and any(each is child for each in value)):
            return name
    return ""


def _within(module: SourceModule, node: ast.AST, outer: ast.AST) -> bool:
    return any(at is outer for at in module.parents(node))


def _bindings(scope: ast.AST) -> Iterator[tuple[str, Binding]]:
    if isinstance(scope, CALLABLES):
        yield from _parameters(scope.args)
    if isinstance(scope, COMPREHENSIONS):
        for generator in scope.generators:
            each = Binding("item", generator, position(generator.iter), generator.iter)
            yield from _targets(generator.target, each)
        return
    if isinstance(scope, ast.Lambda):
        return
    body: Iterable[ast.AST] = getattr(scope, "body", ())
    outer = {name for node in own_nodes(body) for name in _declared(node)}
    for node in own_nodes(body):
        yield from ((name, b) for name, b in _bound(node) if name not in outer)


def _declared(node: ast.AST) -> Sequence[str]:
    return node.names if isinstance(node, (ast.Global, ast.Nonlocal)) else ()


def own_nodes(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of some statements without those of the scopes nested in them."""
    pending = list(reversed(list(body)))
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                pending.extend(reversed(list(ast.iter_child_nodes(node))))
        elif not isinstance(node, ast.Lambda):
            # Expressions bind by a walrus only; those of a comprehension count for its function.
            pending.extend(reversed(list(ast.iter_child_nodes(node))))


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


# Python 3.12's `type X = ...`; older interpreters meet it as an assignment.
_TYPE_ALIAS: Final = getattr(ast, "TypeAlias", ())


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
