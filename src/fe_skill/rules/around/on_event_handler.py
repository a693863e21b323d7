"""Start-up or shutdown code under `on_event`.

Why: `on_event` is deprecated, and an application with a lifespan silently ignores such handlers.
"""

import ast
from collections.abc import Iterator

from fe_skill.rules.rule import Bad, Finding, Good, InFile, Rule, Severity
from fe_skill.syntax.module import SourceModule


def check(module: SourceModule) -> Iterator[Finding]:
    """Functions decorated with `on_event`, in files that use FastAPI."""
    if not any(m.startswith(("fastapi", "starlette")) for m in module.names.values()):
        return
    for function in module.functions:
        for given in function.decorator_list:
            called = given.func if isinstance(given, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr == "on_event":
                yield RULE.finding(module, given, "`on_event` is deprecated")


RULE = Rule(
    code="FE803",
    name="on-event-handler",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="move it into a lifespan: before `yield` what starts, after it what stops",
    check=InFile(check, (b"on_event",)),
    needs=("fastapi>=0.93",),
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.on_event("startup")  # <- FE803
            async def start() -> None: ...
            """
        ),
        Good(
            """
            from contextlib import asynccontextmanager

            from fastapi import FastAPI

            @asynccontextmanager
            async def lifespan(app: FastAPI):
                yield

            app = FastAPI(lifespan=lifespan)
            """
        ),
    ),
)
