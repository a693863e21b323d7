"""An application that writes and has no security scheme anywhere.

Why: nothing in the code asks who is calling, and the OpenAPI document tells clients that nobody
needs to say it.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_WRITES: Final = ("POST", "PUT", "PATCH", "DELETE")


def check(program: Program) -> Iterator[Finding]:
    """Applications with writing routes of which none is protected."""
    facts = program.facts
    for application in facts.applications:
        routes = [route for route in facts.routes if route.app == application.name]
        if any(route.protected or route.has_scheme for route in routes):
            continue
        # A middleware of their own may be what asks.
        if any(route.method in _WRITES for route in routes) and not _own(application.middleware):
            message = f"no route of `{application.name}` asks who is calling"
            yield RULE.finding_at(application.where, message)


def _own(middleware: tuple[str, ...]) -> bool:
    return any(
        "auth" in m.lower() or not m.startswith(("fastapi", "starlette")) for m in middleware
    )


RULE = Rule(
    code="FE302",
    name="no-security-scheme",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add a scheme of `fastapi.security`, and a dependency that refuses without credentials",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()  # <- FE302

            @app.post("/orders")
            async def create_order() -> None: ...
            """
        ),
        Good(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders")
            async def list_orders() -> None: ...
            """
        ),
    ),
)
