"""A call that blocks, on the event loop.

Why: while it waits, every other request of the process waits too; one slow host behind one route
stops them all.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.across import followed, loop_calls
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_NEAR: Final = 4
_VERBS: Final = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_BLOCKING: Final = frozenset(
    {
        "time.sleep",
        "urllib.request.urlopen",
        "subprocess.run",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "os.system",
        "smtplib.SMTP",
        "smtplib.SMTP_SSL",
        "psycopg2.connect",
        "pymysql.connect",
        "requests.Session.send",
        *(f"{client}.{verb}" for client in ("requests", "httpx") for verb in _VERBS),
        *(f"requests.Session.{verb}" for verb in _VERBS),
        *(f"httpx.Client.{verb}" for verb in (*_VERBS, "send")),
    }
)


def check(program: Program) -> Iterator[Finding]:
    """Blocking calls in coroutines of requests, and in plain functions that these call."""
    for site, chain in loop_calls(program, _BLOCKING):
        module, related = site.function.module, followed(chain)
        message = f"`{site.target}` blocks the event loop"
        # Each call on the way may be one that a request never makes.
        far = len(chain) > _NEAR
        yield RULE.finding(
            module,
            site.node,
            message,
            related=related,
            severity=Severity.WARNING if far else None,
            confidence=0.6 if far else None,
        )


RULE = Rule(
    code="FE501",
    name="blocking-call-on-loop",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="await an async client, or hand the call to `asyncio.to_thread`",
    check=InProject(check),
    examples=(
        Bad(
            {
                "app/main.py": """
                from fastapi import FastAPI

                from app.rates import rate

                app = FastAPI()

                @app.get("/rates")
                async def read_rates() -> str:
                    return rate("EUR")
                """,
                "app/rates.py": """
                import requests

                def rate(currency: str) -> str:
                    return requests.get("https://rates.example/" + currency).text  # <- FE501
                """,
            }
        ),
        Bad(
            """
            import time

            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/report")
            async def report() -> None:
                time.sleep(1)  # <- FE501
            """
        ),
        Good(
            """
            import asyncio
            import time

            from fastapi import FastAPI

            app = FastAPI()

            def slow() -> None:
                time.sleep(1)

            @app.get("/report")
            async def report() -> None:
                await asyncio.to_thread(slow)
                await asyncio.to_thread(time.sleep, 1)

            @app.get("/plain")
            def plain() -> None:
                time.sleep(1)
            """
        ),
    ),
)
