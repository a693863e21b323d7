"""A GET that writes.

Why: browsers, proxies and crawlers repeat and prefetch a GET as they like, and a page of another
site can make a user's browser send one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Route
from fe_skill.project.program import Program
from fe_skill.project.program_parts import CallSite
from fe_skill.project.program_reach import Reached
from fe_skill.rules.across import followed, last, may_be, session_calls, session_method
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

_MEANT: Final = re.compile(
    r"callback|oauth|verif|confirm|log-?_?(in|out)|activate|unsubscribe|sso|auth|health|track|redirect",
    re.IGNORECASE,
)
_WRITES: Final = ("add", "add_all", "delete", "merge")
_ASIDE: Final = re.compile(
    r"or_create|or_insert|or_add|ensure|default|init|audit|log|touch|last_|seen|access|usage|view|count"
    r"|event|metric|visit|history|cache|sync|refresh|expire|heal|migrat|clean"
)
_MANY: Final = 2
_NEAR: Final = 3


def check(program: Program) -> Iterator[Finding]:
    """GET routes whose own calls, not their dependencies, add or delete and commit.

    What many routes lead to is no business of any of them: the first user, an audit, a counter.
    """
    found = list(_writing(program))
    places = Counter(site.node for _, _, site in found)
    for route, one, site in found:
        here = Related(site.where.path, site.where.line, "written here")
        aside = (
            places[site.node] > _MANY
            or len(one.chain) > _NEAR
            or any(_ASIDE.search(last(each.target)) for each in one.chain)
        )
        yield RULE.finding_at(
            route.registered,
            f"`GET {route.path}` writes",
            related=(*followed(one.chain), here),
            severity=Severity.INFO if aside else None,
            confidence=0.5 if aside else None,
        )


def _writing(program: Program) -> Iterator[tuple[Route, Reached, CallSite]]:
    writing = program.leading_to(session_calls(program, _WRITES))
    for function, routes in program.route_functions():
        route = routes[0]
        if (
            function not in writing
            or any(each.method != "GET" for each in routes)
            or _MEANT.search(route.path)
        ):
            continue
        reached = [r for r in program.reach(function) if all(s.kind == "call" for s in r.chain)]
        methods = {
            session_method(site.target) or session_method(site.target, sync=True): (one, site)
            for one in reached
            for site in one.function.calls
            if may_be(site, (*_WRITES, "commit"))
        }
        write = next((methods[name] for name in _WRITES if name in methods), None)
        if write is not None and "commit" in methods:
            yield route, *write


RULE = Rule(
    code="FE110",
    name="writing-get-route",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="make it a POST, PUT, PATCH or DELETE",
    check=InProject(check),
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

            app = FastAPI()
            make = async_sessionmaker()

            async def get_session():
                async with make() as session:
                    yield session

            async def archive(session: AsyncSession) -> None:
                session.add(object())
                await session.commit()

            @app.get("/orders/{order_id}/archive")  # <- FE110
            async def archive_order(
                order_id: int, db: Annotated[AsyncSession, Depends(get_session)]
            ) -> None:
                await archive(db)
            """
        ),
        Good(
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
                    await session.commit()

            @app.get("/orders")
            async def list_orders(db: Annotated[AsyncSession, Depends(get_session)]) -> None:
                await db.execute(text("select 1"))
            """
        ),
    ),
)
