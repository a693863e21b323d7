"""A route of a domain whose path has no version.

Why: a path without a version can't change without breaking every client at once.
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_VERSION: Final = re.compile(r"/v\d+(/|$)")
_AROUND: Final = re.compile(
    r"/(healthz?|readyz?|livez?|metrics|docs|redoc|openapi\.json|favicon\.ico|static|\.well-known"
    r"|ping|status|version)?(/.*)?"
)


def check(program: Program) -> Iterator[Finding]:
    """One finding a router: the first of its routes without a version."""
    seen: set[tuple[str, str]] = set()
    for route in program.facts.routes:
        if _VERSION.search(route.path) or _AROUND.fullmatch(route.path):
            continue
        key = (route.app, route.registered.path)
        if key not in seen:
            seen.add(key)
            yield RULE.finding_at(route.registered, f"`{route.path}` has no version")


RULE = Rule(
    code="FE104",
    name="unversioned-prefix",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend='include its router below a versioned prefix, as `prefix="/api/v1/orders"`',
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders")  # <- FE104
            async def list_orders() -> None: ...
            """
        ),
        Good(
            """
            from fastapi import APIRouter, FastAPI

            app = FastAPI()
            router = APIRouter()

            @router.get("/orders")
            async def list_orders() -> None: ...

            @app.get("/healthz")
            async def alive() -> None: ...

            app.include_router(router, prefix="/api/v1")
            """
        ),
    ),
)
