"""An application without a handler for errors that nobody expected.

Why: an unexpected error is then answered with plain text, while every other answer is JSON; clients
that read the error as JSON fail a second time.
"""

from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity


def check(program: Program) -> Iterator[Finding]:
    """Applications with routes that handle neither Exception nor 500."""
    for application in program.facts.applications:
        if application.routes and not any(_catches_all(h) for h in application.handlers):
            message = f"`{application.name}` has no handler for unexpected errors"
            yield RULE.finding_at(application.where, message)


def _catches_all(handler: str) -> bool:
    return handler.partition(":")[0].rpartition(".")[2].strip() in ("Exception", "500")


RULE = Rule(
    code="FE602",
    name="no-global-handler",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add an `exception_handler(Exception)` that logs and answers `application/problem+json`",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()  # <- FE602

            @app.get("/orders")
            async def list_orders() -> None: ...
            """
        ),
        Good(
            """
            from fastapi import FastAPI, Request
            from fastapi.responses import JSONResponse

            app = FastAPI()

            @app.get("/orders")
            async def list_orders() -> None: ...

            @app.exception_handler(Exception)
            async def unexpected(request: Request, error: Exception) -> JSONResponse: ...
            """
        ),
    ),
)
