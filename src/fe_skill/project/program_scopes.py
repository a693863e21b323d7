"""The scopes that an expression stands in, and which of several bindings it can see.

Lives here: scopes_around, visible.
Does not:   what binds a name (program_bindings.py), what a bound value is (program_types.py).
"""

import ast
from collections.abc import Sequence
from typing import Final

from fe_skill.project.program_bindings import CALLABLES, COMPREHENSIONS, Binding, position
from fe_skill.syntax.module import FUNCTIONS, SourceModule

SCOPES: Final = (*CALLABLES, *COMPREHENSIONS, ast.ClassDef, ast.Module)
Scopes = tuple[ast.AST, ...]
_BRANCHES: Final = ("body", "orelse", "handlers", "finalbody")
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


def scopes_around(module: SourceModule, node: ast.AST) -> Scopes:
    """The scopes whose names an expression sees, innermost first."""
    known = module.once(_known)
    path = [node]
    while path[-1] not in known:
        outer = module.parent(path[-1])
        if outer is None:
            return ()  # made from a text in quotes
        path.append(outer)
    found = known[path[-1]]
    for inner, outer in zip(path[-2::-1], path[:0:-1], strict=True):
        found = known[inner] = _seen(outer, inner, found)
    return found


def _known(module: SourceModule) -> dict[ast.AST, Scopes]:
    """What is known of a module's nodes, from the top."""
    return {module.tree: ()}


def _seen(outer: ast.AST, inner: ast.AST, above: Scopes) -> Scopes:
    """The scopes that a part of a node sees, where the node itself sees those above."""
    if not isinstance(outer, SCOPES):
        return above
    if isinstance(outer, (*FUNCTIONS, ast.ClassDef)) and not isinstance(inner, ast.stmt):
        return above
    if isinstance(outer, CALLABLES):
        # A class's names are seen in its own body only, not by the functions in it.
        above = tuple(scope for scope in above if not isinstance(scope, ast.ClassDef))
    return (outer, *above)


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
