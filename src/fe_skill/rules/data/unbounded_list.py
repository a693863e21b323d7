"""A list route that reads all rows.

Why: the answer grows with the table, until one request takes all of the memory or of the time.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite, Function
from fe_skill.rules.across import followed, may_be
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_LISTS: Final = ("list[", "List[", "Sequence[")
_BOUNDS: Final = ("limit", "paginate", "offset", "fetch", "slice", "page", "stream")


def check(program: Program) -> Iterator[Finding]:
    """GET routes that answer a list, read `.all()`, and have no limit on the way."""
    known: dict[Function, bool] = {}
    functions = program.reached_by_routes()
    readers = [each for each in functions if any(map(_reads_all, each.calls))]
    reading = program.leading_to(readers)
    for function, routes in program.route_functions():
        route = routes[0]
        if function not in reading:
            continue
        if route.method != "GET" or not (route.response_model or "").startswith(_LISTS):
            continue
        reached = [r for r in program.reach(function) if all(s.kind == "call" for s in r.chain)]
        reads = [(one, site) for one in reached for site in one.function.calls if _reads_all(site)]
        if len(reads) == 1 and not any(_bounds(one.function, known) for one in reached):
            one, site = reads[0]
            here = Related(site.where.path, site.where.line, "all rows are read here")
            message = f"`GET {route.path}` answers every row there is"
            related = (*followed(one.chain), here)
            yield RULE.finding_at(route.registered, message, related=related)


def _reads_all(site: CallSite) -> bool:
    target = (site.target if may_be(site, ("all",)) else None) or ""
    return target.endswith(".all") and target.startswith(("sqlalchemy", "sqlmodel"))


def _bounds(function: Function, known: dict[Function, bool]) -> bool:
    """Whether a name in a function says that it bounds something."""
    if function not in known:
        names = _names(function.node)
        known[function] = any(word in name for name in names for word in _BOUNDS)
    return known[function]


def _names(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id.lower()
        elif isinstance(inner, ast.Attribute):
            yield inner.attr.lower()
        elif isinstance(inner, ast.arg):
            yield inner.arg.lower()


RULE = Rule(
    code="FE416",
    name="unbounded-list",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="take a bounded `limit` and a cursor or offset",
    check=InProject(check),
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            async def orders(session: AsyncSession):
                return (await session.scalars(text("select 1"))).all()

            @app.get("/orders")  # <- FE416
            async def list_orders(
                db: Annotated[AsyncSession, Depends(get_session)],
            ) -> list[int]:
                return await orders(db)
            """
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import select
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            @app.get("/orders")
            async def list_orders(
                db: Annotated[AsyncSession, Depends(get_session)],
            ) -> list[int]:
                return (await db.scalars(select(1).limit(100))).all()
            """
        ),
    ),
)
