"""A call that blocks, on the event loop.

Why: while it waits, every other request of the process waits too; one slow host behind one route
stops them all.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.across import followed, loop_calls
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Good,
    InProject,
    Rule,
    Severity,
)
from fe_skill.rules.threads import off_the_loop

_NEAR: Final = 3
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
            fix=off_the_loop(program, site, chain),
        )


RULE = Rule(
    code="FE501",
    name="blocking-call-on-loop",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="await an async client, or hand the call to `asyncio.to_thread`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
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
            },
            fixed={
                "app/main.py": """
                from fastapi import FastAPI

                from app.rates import rate

                app = FastAPI()

                @app.get("/rates")
                def read_rates() -> str:
                    return rate("EUR")
                """,
            },
        ),
        Bad(
            """
            import time

            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/report")
            async def report() -> None:
                time.sleep(1)  # <- FE501
            """,
            fixed="""
            import time

            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/report")
            def report() -> None:
                time.sleep(1)
            """,
        ),
        Bad(
            """
            import time

            import requests
            from fastapi import FastAPI, Request

            app = FastAPI()

            @app.post("/report")
            async def report(request: Request) -> str:
                time.sleep(1)  # <- FE501
                body = await request.json()
                return requests.post("http://r.example", json=body).text  # <- FE501
            """,
            fixed="""
            import asyncio
            import time

            import requests
            from fastapi import FastAPI, Request

            app = FastAPI()

            @app.post("/report")
            async def report(request: Request) -> str:
                await asyncio.sleep(1)
                body = await request.json()
                return (await asyncio.to_thread(requests.post, "http://r.example", json=body)).text
            """,
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
        Good(
            """
            import asyncio
            import time

            from fastapi import FastAPI
            from fastapi.responses import StreamingResponse

            app = FastAPI()

            def frames():
                while True:
                    time.sleep(0.1)
                    yield b"frame"

            async def in_a_thread(work):
                return await asyncio.get_running_loop().run_in_executor(None, work)

            @app.get("/film")
            async def film() -> StreamingResponse:
                return StreamingResponse(frames())

            @app.get("/nap")
            async def nap() -> None:
                await in_a_thread(lambda: time.sleep(1))
            """
        ),
    ),
)
