"""A synchronous session on the event loop.

Why: every query of it stops all other requests until the database has answered.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.across import followed, may_be, on_the_loop, session_method
from fe_skill.rules.rule import Applicability, Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.threads import plain

_WAITS: Final = frozenset(
    {"execute", "scalar", "scalars", "get", "commit", "flush", "refresh", "query", "exec", "merge"}
)


def check(program: Program) -> Iterator[Finding]:
    """The first use in each function that runs on the loop."""
    for reached in on_the_loop(program):
        sites = (
            site
            for site in reached.function.calls
            if may_be(site, _WAITS)
            and not site.off_loop
            # What is awaited is an async one under a wrong annotation.
            and not site.awaited
            and session_method(site.target, sync=True) in _WAITS
        )
        first = next(sites, None)
        if first is not None:
            message = f"`{reached.function.name}` waits for the database on the event loop"
            related = followed(reached.chain)
            start = reached.chain[0].function if reached.chain else reached.function
            yield RULE.finding(
                reached.function.module,
                first.node,
                message,
                related=related,
                fix=plain(program, start),
            )


RULE = Rule(
    code="FE404",
    name="sync-session-in-async",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="use an AsyncSession, or make the route and its helpers plain functions",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def session():
                with make() as session:
                    yield session

            @app.get("/orders")
            async def list_orders(db: Annotated[Session, Depends(session)]) -> None:
                db.execute(text("select 1"))  # <- FE404
            """,
            fixed="""
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def session():
                with make() as session:
                    yield session

            @app.get("/orders")
            def list_orders(db: Annotated[Session, Depends(session)]) -> None:
                db.execute(text("select 1"))
            """,
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI
            from sqlalchemy import text
            from sqlalchemy.orm import Session, sessionmaker

            app = FastAPI()
            make = sessionmaker()

            def session():
                with make() as session:
                    yield session

            @app.get("/orders")
            def list_orders(db: Annotated[Session, Depends(session)]) -> None:
                db.execute(text("select 1"))
            """
        ),
    ),
)
