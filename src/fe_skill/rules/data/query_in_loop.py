"""A query for each turn of a loop.

Why: a list of a hundred rows makes a hundred and one round trips; the time of the answer grows with
the data.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.rules.across import (
    argument_of,
    followed,
    is_application,
    may_be,
    session_calls,
    session_method,
)
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_READS: Final = ("execute", "scalar", "scalars", "get", "get_one", "exec", "query")
_BATCH: Final = ("batch", "chunk", "page", "attempt", "retr", "range(", "as_completed", ".listen(")
_SCHEMA: Final = (".relationships", ".columns", "__mapper__", "__table__")
_LITERALS: Final = (ast.Tuple, ast.List, ast.Set, ast.Dict)
_VIEWS: Final = ("items", "keys", "values")
_THROUGH: Final = ("enumerate", "sorted", "list", "tuple", "set", "reversed", "zip", "dict")
_LEAVING: Final = (ast.Return, ast.Raise, ast.Break)
_DEPTH: Final = 3


def check(program: Program) -> Iterator[Finding]:
    """Queries in the loops of what routes reach, also those of functions called in the loop."""
    querying = program.leading_to(session_calls(program, _READS))
    for function in program.reached_by_routes():
        if function not in querying or not is_application(function):
            continue
        told: set[ast.AST] = set()
        for site in function.calls:
            loop = site.loop
            if loop is None or loop in told or not _by_row(function, loop):
                continue
            if _members(program, function, loop):
                continue
            chain = _querying(program, site, _DEPTH)
            if chain is not None and _repeated(site, loop) and not _few(program, function, loop):
                told.add(loop)
                message = "a query for each turn of the loop"
                related = followed(chain[1:]) if len(chain) > 1 else ()
                around = Related(function.module.path, getattr(loop, "lineno", 1), "the loop")
                yield RULE.finding(
                    function.module,
                    site.node,
                    message,
                    related=(around, *related),
                    confidence=0.9 if len(chain) == 1 else 0.8,
                )


def _by_row(function: Function, loop: ast.AST) -> bool:
    """Whether a loop goes over data: not over a literal, batches, attempts, a schema."""
    over = _over(loop)
    target = getattr(loop, "target", None)
    if over is None or (target and "session" in function.module.segment(target).lower()):
        return False  # a generator that hands out one session
    if isinstance(_written(function, over), (*_LITERALS, ast.Constant)):
        return False
    text = function.module.segment(over).lower()
    inner = _written(function, over)
    if isinstance(inner, ast.Subscript):
        inner = inner.value  # a part of a constant table is a constant too
    named = isinstance(inner, ast.Name) and inner.id.isupper()
    named = named or (isinstance(inner, ast.Attribute) and inner.attr.isupper())
    return not named and not any(word in text for word in (*_BATCH, *_SCHEMA))


def _members(program: Program, function: Function, loop: ast.AST) -> bool:
    """Whether a loop goes over the members of an enumeration: a few, written down."""
    over = _over(loop)
    meant = program.resolve(function.module, over) if over is not None else None
    return meant is not None and program.is_subclass(meant, "enum.Enum")


def _over(loop: ast.AST) -> ast.expr | None:
    """What a loop goes over."""
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return loop.iter
    if isinstance(loop, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        return loop.generators[0].iter
    return None


def _repeated(site: CallSite, loop: ast.AST) -> bool:
    """Whether the loop goes on after a call: not where its branch leaves the loop."""
    for at in site.function.module.parents(site.node):
        if at is loop:
            return True
        if isinstance(at, (ast.If, ast.ExceptHandler)) and isinstance(at.body[-1], _LEAVING):
            return False
        if isinstance(at, ast.If) and _picks(at.test, loop):
            return False
    return True


def _picks(test: ast.expr, loop: ast.AST) -> bool:
    """Whether a test is for one turn of the loop: its variable is that very text."""
    target = getattr(loop, "target", None)
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant()]):
            return isinstance(target, ast.Name) and target.id == name
    return False


def _few(program: Program, function: Function, loop: ast.AST) -> bool:
    """Whether a loop goes over a parameter that all callers give a few words, or members."""
    over = loop.iter if isinstance(loop, (ast.For, ast.AsyncFor)) else None
    if not isinstance(over, ast.Name):
        return False
    given = [argument_of(function, site, over.id) for site in program.callers(function.dotted)]
    return bool(given) and all(
        isinstance(each, (ast.List, ast.Tuple, ast.Set)) and all(map(_is_word, each.elts))
        for each in given
    )


def _is_word(node: ast.expr) -> bool:
    literal = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return literal or isinstance(node, ast.Attribute)


def _written(function: Function, over: ast.expr) -> ast.expr:
    """What a loop goes over: behind `.items()`, `sorted()` and the like, and behind a name."""
    while isinstance(over, ast.Call):
        if isinstance(over.func, ast.Attribute) and not over.args and over.func.attr in _VIEWS:
            over = over.func.value
        elif isinstance(over.func, ast.Name) and over.func.id in _THROUGH and over.args:
            over = over.args[0]
        else:
            break
    if not isinstance(over, ast.Name):
        return over
    given = [
        node.value
        for node in function.module.inside(function.node, ast.Assign)
        if any(isinstance(t, ast.Name) and t.id == over.id for t in node.targets)
    ]
    given += [
        node.value
        for node in function.module.inside(function.node, ast.AnnAssign)
        if node.value is not None
        and isinstance(node.target, ast.Name)
        and node.target.id == over.id
    ]
    return given[0] if len(given) == 1 and isinstance(given[0], _LITERALS) else over


def _querying(program: Program, site: CallSite, depth: int) -> tuple[CallSite, ...] | None:
    """The chain from a call to a query; None where it makes none."""
    if site.kind != "call":
        return None
    method = None
    if may_be(site, _READS):
        method = session_method(site.target) or session_method(site.target, sync=True)
    if method is not None:
        return (site,) if method in _READS else None
    if depth:
        for function in program.behind(site):
            for inner in function.calls:
                if _passed_by(function, inner, site):
                    continue
                chain = _querying(program, inner, depth - 1)
                if chain is not None:
                    return (site, *chain)
    return None


def _passed_by(function: Function, inner: CallSite, site: CallSite) -> bool:
    """Whether a call is made only where a parameter is None, and this caller gives it."""
    below: ast.AST = inner.node
    for at in function.module.parents(inner.node):
        if at is function.node:
            return False
        if isinstance(at, (ast.If, ast.IfExp)):
            name, absent = _asked(at.test)
            body = at.body if isinstance(at.body, list) else [at.body]
            given = argument_of(function, site, name) if name else None
            missing = given is None or (isinstance(given, ast.Constant) and given.value is None)
            if name and not missing and (below in body) is absent:
                return True
        below = at
    return False


def _asked(test: ast.expr) -> tuple[str | None, bool]:
    """The name that a test asks about, and whether it holds where that is None or empty."""
    match test:
        case ast.Compare(
            left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot() as how], comparators=[other]
        ) if isinstance(other, ast.Constant) and other.value is None:
            return name, isinstance(how, ast.Is)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=name)):
            return name, True
        case ast.Name(id=name):
            return name, False
    return None, False


RULE = Rule(
    code="FE403",
    name="query-in-loop",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="read all rows in one query, with `in_()` or a join, before the loop",
    check=InProject(check),
    examples=(
        Bad(
            {
                "app/main.py": """
                from fastapi import FastAPI
                from sqlalchemy.ext.asyncio import AsyncSession

                from app.orders import with_customers

                app = FastAPI()

                @app.get("/orders")
                async def list_orders() -> None:
                    await with_customers([1, 2])
                """,
                "app/orders.py": """
                from sqlalchemy import text
                from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

                make = async_sessionmaker()

                async def customer(session: AsyncSession, at: int):
                    return await session.scalar(text("select 1"))

                async def with_customers(ids: list[int]):
                    async with make() as session:
                        return [await customer(session, at) for at in ids]  # <- FE403
                """,
            }
        ),
        Good(
            """
            from enum import StrEnum

            from fastapi import FastAPI
            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            class Family(StrEnum):
                SNAP = "snap"
                DEB = "deb"

            @app.get("/orders")
            async def list_orders() -> None:
                async with make() as session:
                    for order in await session.scalars(text("select 1")):
                        print(order)
                    for table in ("orders", "lines"):
                        await session.execute(text("select 1"))
                    checks = {"orders": text("select 1"), "lines": text("select 2")}
                    for name, statement in checks.items():
                        await session.execute(statement)
                    for family in Family:
                        await session.execute(text("select 1"))
                    ranks = ["first", "second"]
                    for number, rank in enumerate(ranks):
                        await session.execute(text("select 1"))

            async def name_of(session, customer=None):
                if customer is None:
                    customer = await session.scalar(text("select 1"))
                return customer

            @app.get("/names")
            async def list_names(orders: list[str]) -> None:
                async with make() as session:
                    for order in orders:
                        await name_of(session, order)
                    for order in orders:
                        if order == "last":
                            await session.execute(text("select 1"))
                            break
            """
        ),
    ),
)
