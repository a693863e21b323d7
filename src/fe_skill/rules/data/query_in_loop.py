"""A query for each turn of a loop.

Why: a list of a hundred rows makes a hundred and one round trips; the time of the answer grows with
the data.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.rules.across import followed, is_application, session_method
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_READS: Final = ("execute", "scalar", "scalars", "get", "get_one", "exec", "query")
_BATCH: Final = ("batch", "chunk", "page", "attempt", "retr", "range(")
_SCHEMA: Final = (".relationships", ".columns", "__mapper__", "__table__")
_LITERALS: Final = (ast.Tuple, ast.List, ast.Set, ast.Dict)
_VIEWS: Final = ("items", "keys", "values")
_DEPTH: Final = 3


def check(program: Program) -> Iterator[Finding]:
    """Queries in the loops of what routes reach, also those of functions called in the loop."""
    for function in program.reached_by_routes():
        if not is_application(function):
            continue
        told: set[ast.AST] = set()
        for site in function.calls:
            loop = site.loop
            if loop is None or loop in told or not _by_row(function, loop):
                continue
            chain = _querying(program, site, _DEPTH)
            if chain is not None:
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
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        over = loop.iter
        if "session" in function.module.segment(loop.target).lower():
            return False  # a generator that hands out one session
    elif isinstance(loop, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        over = loop.generators[0].iter
    else:
        return False
    if isinstance(_written(function, over), (*_LITERALS, ast.Constant)):
        return False
    text = function.module.segment(over).lower()
    named = isinstance(over, ast.Name) and over.id.isupper()
    return not named and not any(word in text for word in (*_BATCH, *_SCHEMA))


def _written(function: Function, over: ast.expr) -> ast.expr:
    """What a loop goes over: behind `.items()` and the like, and behind a name for a literal."""
    if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and not over.args:
        over = over.func.value if over.func.attr in _VIEWS else over
    if not isinstance(over, ast.Name):
        return over
    given = [
        node.value
        for node in function.module.inside(function.node, ast.Assign)
        if any(isinstance(t, ast.Name) and t.id == over.id for t in node.targets)
    ]
    return given[0] if len(given) == 1 and isinstance(given[0], _LITERALS) else over


def _querying(program: Program, site: CallSite, depth: int) -> tuple[CallSite, ...] | None:
    """The chain from a call to a query; None where it makes none."""
    if site.kind != "call":
        return None
    method = session_method(site.target) or session_method(site.target, sync=True)
    if method is not None:
        return (site,) if method in _READS else None
    if depth:
        for function in program.behind(site):
            for inner in function.calls:
                chain = _querying(program, inner, depth - 1)
                if chain is not None:
                    return (site, *chain)
    return None


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
            from fastapi import FastAPI
            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

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
            """
        ),
    ),
)
