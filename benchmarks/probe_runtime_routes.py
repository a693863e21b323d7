"""Runs inside a target's own interpreter: calls each route without credentials, prints the answers.

It may import nothing of ours but list_runtime_routes.py, which stands alone too. Dependencies and
middleware run as they do for any caller; the functions behind the routes do not: what would call
one answers 299 instead. The lifespan is run where it comes up within a minute: many dependencies
need what it sets up.
"""

import asyncio
import contextlib
import json
import os
import re
import sys
from typing import Any

from benchmarks.list_runtime_routes import application, methods_of, walk

LET_THROUGH = 299
STARTING, ANSWERING = 60, 5


async def stub(**_values: object) -> object:
    """Stands where FastAPI calls the function behind a route."""
    from starlette.responses import Response  # noqa: PLC0415 -- the target's own

    return Response(status_code=LET_THROUGH)


async def status_of(app: Any, method: str, path: str) -> int | str:  # noqa: ANN401
    """What the application answers to a bare request: a status, or what went wrong."""
    found: list[int] = []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "path": path, "raw_path": path.encode(), "root_path": "", "scheme": "http",
        "query_string": b"", "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 50000), "server": ("localhost", 80), "state": {},
    }  # fmt: skip

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    try:
        await asyncio.wait_for(app(scope, receive, send), ANSWERING)
    except BaseException as error:  # noqa: BLE001 -- whatever a target does is an answer
        return found[0] if found else type(error).__name__
    return found[0] if found else "nothing"


async def probe(app: Any) -> list[dict[str, object]]:  # noqa: ANN401
    """The answer of every HTTP route that FastAPI made."""
    import fastapi.routing  # noqa: PLC0415 -- the target's own

    fastapi.routing.run_endpoint_function = stub
    inner = app
    while not hasattr(inner, "routes"):
        inner = inner.app
    answers: list[dict[str, object]] = []
    async with contextlib.AsyncExitStack() as stack:
        with contextlib.suppress(BaseException):
            context = inner.router.lifespan_context(inner)
            await asyncio.wait_for(stack.enter_async_context(context), STARTING)
        for prefix, route, original in walk(inner.routes, ""):
            if not type(original).__name__.endswith("APIRoute"):
                continue
            path = prefix + (getattr(route, "path", None) or original.path)
            for method in methods_of(route):
                bare = re.sub(r"\{[^{}]*\}", "1", path)
                status = await status_of(app, method, bare)
                answers.append({"method": method, "path": path, "status": status})
        # Leaving through the lifespan's end may wait for ever.
        sys.stdout.write("\n" + json.dumps(answers) + "\n")
        sys.stdout.flush()
        os._exit(0)
    return answers


if __name__ == "__main__":
    asyncio.run(probe(application(sys.argv[1])))
