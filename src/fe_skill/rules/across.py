"""What rules say about a program in one word: sessions, the event loop, chains of calls.

Lives here: questions that several rules ask across files.
Does not:   what one module answers (vocabulary.py), or how calls are found (project/program.py).
"""

import ast
from collections import deque
from collections.abc import Container, Iterator
from functools import cache
from typing import Final

from fe_skill.project.model import Model, Schema
from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.project.program_reach import Chain, Reached
from fe_skill.rules.rule import Related
from fe_skill.rules.vocabulary import is_migration, is_test
from fe_skill.syntax.tree import expression_of

_ASYNC: Final = ("AsyncSession", "async_scoped_session", "AsyncConnection")
_SYNC: Final = ("Session", "scoped_session", "Connection")
QUERIES: Final = (
    "execute",
    "scalar",
    "scalars",
    "get",
    "get_one",
    "stream",
    "stream_scalars",
    "exec",
)
_ORM: Final = ("sqlalchemy", "sqlmodel")
_CONSUMING: Final = ("list", "tuple", "set", "dict", "sorted", "next", "sum", "any", "all", "join")
LAZY: Final = ("select", "True")
"""How a relationship is loaded when nobody says so."""


def session_method(target: str | None, *, sync: bool = False) -> str | None:
    """The method of a session that a call's target names; None for any other target."""
    home, _, method = (target or "").rpartition(".")
    root, _, cls = home.partition(".")[0], "", home.rpartition(".")[2]
    return method if root in _ORM and cls in (_SYNC if sync else _ASYNC) else None


def may_be(site: CallSite, methods: Container[str]) -> bool:
    """Whether a call may be one of these methods, going by what it names: a look before a look."""
    return not site.is_method or site.is_told or site.name in methods


def session_calls(program: Program, methods: tuple[str, ...]) -> frozenset[Function]:
    """The functions that routes reach and that call one of these methods of a session."""
    return frozenset(
        function
        for function in program.reached_by_routes()
        for site in function.calls
        if may_be(site, methods)
        and (session_method(site.target) or session_method(site.target, sync=True)) in methods
    )


def is_session(name: str | None) -> bool:
    """Whether a type is a session that belongs to one task at a time."""
    root, last = (name or "").partition(".")[0], (name or "").rpartition(".")[2]
    return root in _ORM and last in (*_ASYNC, *_SYNC)


def followed(chain: Chain) -> tuple[Related, ...]:
    """The places that a chain of calls goes through, the first one first."""
    return tuple(
        Related(s.where.path, s.where.line, f"`{s.function.name}` calls `{last(s.target)}`")
        for s in chain
    )


def last(dotted: str | None) -> str:
    """The last part of a dotted name."""
    return (dotted or "").rpartition(".")[2]


def is_application(function: Function) -> bool:
    """Whether a function belongs to the application rather than to its tests or migrations."""
    return not is_test(function.module.path) and not is_migration(function.module.path)


def on_the_loop(program: Program) -> tuple[Reached, ...]:
    """The functions of requests that run on the event loop, with the chain from a coroutine.

    A coroutine is its own start; a plain function is there when a coroutine calls it without
    handing it to a thread.
    """
    return program.once(_on_the_loop)


def _on_the_loop(program: Program) -> tuple[Reached, ...]:
    return tuple(_walked_on_the_loop(program))


def _walked_on_the_loop(program: Program) -> Iterator[Reached]:
    reached = program.reached_by_routes()
    starts = [f for f in reached if f.is_async and is_application(f)]
    seen: set[Function] = set(starts)
    pending = deque(Reached(start, ()) for start in starts)
    while pending:
        at = pending.popleft()
        yield at
        for site in at.function.calls:
            behind = program.behind(site)
            if not behind or site.kind in ("thread", "depends") or site.off_loop:
                continue
            if _deferred(site) or _only_makes(program, site):
                continue
            for function in behind:
                if not function.is_async and function not in seen:
                    seen.add(function)
                    pending.append(Reached(function, (*at.chain, site)))


def _deferred(site: CallSite) -> bool:
    """Whether a call stands in a lambda: whoever is given that runs it, mostly in a thread."""
    for at in site.function.module.parents(site.node):
        if isinstance(at, ast.Lambda):
            return True
        if isinstance(at, ast.stmt):
            return False
    return False


def _only_makes(program: Program, site: CallSite) -> bool:
    """Whether a call makes a generator that runs elsewhere: as the body of a response, say."""
    behind = program.behind(site)
    if not behind or not all(f.is_generator and not f.node.decorator_list for f in behind):
        return False
    outer = site.function.module.parent(site.node)
    taker = outer.func if isinstance(outer, ast.Call) else None
    name = getattr(taker, "id", getattr(taker, "attr", ""))
    looped = isinstance(outer, (ast.For, ast.comprehension, ast.YieldFrom, ast.Starred))
    return not looped and name not in _CONSUMING


def loop_calls(program: Program, names: frozenset[str]) -> Iterator[tuple[CallSite, Chain]]:
    """The calls of these names that run on the event loop, with the chain to their function."""
    last_parts = {last(name) for name in names}
    for reached in on_the_loop(program):
        for site in reached.function.calls:
            if (
                may_be(site, last_parts)
                and site.target in names
                and not site.off_loop
                and site.kind == "call"
                and not _deferred(site)
            ):
                yield site, reached.chain


def argument_of(function: Function, site: CallSite, name: str) -> ast.expr | None:
    """What a call gives a parameter of the function that it leads to."""
    call = site.node
    if not isinstance(call, ast.Call):
        return None
    named = next((each.value for each in call.keywords if each.arg == name), None)
    names = [each.arg for each in (*function.node.args.posonlyargs, *function.node.args.args)]
    if named is not None or name not in names:
        return named
    bound = function.owner is not None and names[0] in ("self", "cls")
    place = names.index(name) - bound
    return call.args[place] if 0 <= place < len(call.args) else None


def loaders(function: Function) -> Iterator[str]:
    """The attributes that a function's queries load along, and those that it refreshes."""
    module = function.module
    for call in module.inside(function.node, ast.Call):
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        if name.endswith("load") or name in ("contains_eager", "options"):
            yield from (n.attr for n in ast.walk(call) if isinstance(n, ast.Attribute))
        elif name == "refresh":
            named = (n.value for n in ast.walk(call) if isinstance(n, ast.Constant))
            yield from (value for value in named if isinstance(value, str))
    for attribute in module.inside(function.node, ast.Attribute):
        inner = attribute.value
        if isinstance(inner, ast.Attribute) and inner.attr == "awaitable_attrs":
            yield attribute.attr


def response_schema(program: Program, name: str | None) -> Schema | None:
    """The Pydantic model in a response model, also inside of a list or a page."""
    found: Schema | None = None
    for part in _words(name or ""):
        schema = program.schema(part)
        if schema is None:
            same = program.schemas_named(last(part))
            schema = same[0] if len(same) == 1 else None
        found = schema or found
    return found


def model_named(program: Program, name: str | None) -> Model | None:
    """The mapped class of a type's name."""
    return program.model(name) if name else None


def awaited_in(site: CallSite) -> bool:
    """Whether something waits for the result of a call, or takes it for later."""
    module = site.function.module
    outer = module.parent(site.node)
    return site.awaited or not isinstance(outer, (ast.Expr, ast.Attribute, ast.Subscript))


@cache
def _words(text: str) -> tuple[str, ...]:
    """The names of types in an annotation, also in quotes, but not in what a call is given."""
    try:
        pending: list[ast.AST] = [expression_of(text)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    found: list[str] = []
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Name, ast.Attribute)):
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
        elif not isinstance(node, ast.Call):
            pending.extend(ast.iter_child_nodes(node))
    return tuple(found)
