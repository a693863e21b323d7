"""A query in a router.

Why: a route function with SQL in it can't be reused or tested without HTTP, and the same query is
soon written twice.
"""

from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.across import is_application, session_method
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity


def check(program: Program) -> Iterator[Finding]:
    """The first statement or session call in each route function."""
    for function, _ in program.route_functions():
        if not is_application(function):
            continue
        for site in function.calls:
            uses = session_method(site.target) or session_method(site.target, sync=True)
            if site.kind == "call" and (uses or site.target == "sqlalchemy.select"):
                message = f"`{function.name}` speaks to the database itself"
                yield RULE.finding(function.module, site.node, message)
                break


RULE = Rule(
    code="FE808",
    name="statement-in-router",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="move it into the domain's service",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from sqlalchemy import select

            app = FastAPI()

            @app.get("/orders")
            async def list_orders() -> None:
                select(1)  # <- FE808
            """
        ),
        Good(
            """
            from fastapi import FastAPI
            from sqlalchemy import select

            app = FastAPI()

            def orders() -> None:
                select(1)

            @app.get("/orders")
            async def list_orders() -> None:
                orders()
            """
        ),
    ),
)
