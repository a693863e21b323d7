"""A service without metrics or traces.

Why: when it is slow or fails in production there is nothing to look at.
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_KNOWN: Final = re.compile(
    r"prometheus|opentelemetry|ddtrace|newrelic|sentry|logfire|elastic-?apm|scout-apm|statsd|applicationinsights"
)


def check(program: Program) -> Iterator[Finding]:
    """Applications in a project that neither depends on telemetry nor sets it up."""
    facts = program.facts
    known = (*(name for name, _ in facts.around.distributions), *facts.around.telemetry)
    if any(_KNOWN.search(name.lower()) for name in known):
        return
    if any(True for _ in program.mentioning(b"prometheus", b"opentelemetry")):
        return
    for application in facts.applications:
        if application.routes:
            message = f"`{application.name}` has neither metrics nor traces"
            yield RULE.finding_at(application.where, message)


RULE = Rule(
    code="FE802",
    name="no-telemetry",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="expose Prometheus metrics, or set OpenTelemetry up",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()  # <- FE802

            @app.get("/orders")
            async def list_orders() -> None: ...
            """
        ),
        Good(
            """
            from fastapi import FastAPI
            from prometheus_client import make_asgi_app

            app = FastAPI()
            app.mount("/metrics", make_asgi_app())

            @app.get("/orders")
            async def list_orders() -> None: ...
            """
        ),
    ),
)
