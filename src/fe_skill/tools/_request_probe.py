"""Started by the interpreter of a project, in its folder: sends one request to the application.

    python -c <this file> module:attribute "POST /path {json}"

Nothing of ours can be imported here. The last line printed is `ANSWER ` and the status as JSON.
"""

import asyncio
import contextlib
import importlib
import inspect
import json
import os
import sys
from typing import Any


def _application(name: str) -> Any:  # noqa: ANN401 -- whatever the project calls its application
    module, _, attribute = name.partition(":")
    app: Any = importlib.import_module(module)
    for part in attribute.removesuffix("()").split("."):
        app = getattr(app, part)
    made_by_call = attribute.endswith("()") or (
        inspect.isfunction(app) and not inspect.signature(app).parameters
    )
    return app() if made_by_call else app


@contextlib.asynccontextmanager
async def _alive(app: Any) -> Any:  # noqa: ANN401
    """The application between the two halves of its lifespan, as a server keeps it."""
    said: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    running = asyncio.ensure_future(app(scope, said.get, heard.put))
    await said.put({"type": "lifespan.startup"})
    answer = asyncio.ensure_future(heard.get())
    await asyncio.wait({running, answer}, return_when=asyncio.FIRST_COMPLETED)
    if answer.done() and answer.result()["type"].endswith("failed"):
        sys.exit(answer.result().get("message") or "startup failed")
    yield scope["state"]
    if not running.done():
        await said.put({"type": "lifespan.shutdown"})
        await asyncio.wait({running}, timeout=5)


async def _ask(app: Any, method: str, target: str, body: bytes) -> int:  # noqa: ANN401
    path, _, query = target.partition("?")
    headers = [(b"host", b"testserver"), (b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", b"application/json"))
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    async with _alive(app) as state:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
            "method": method, "path": path, "raw_path": path.encode(), "root_path": "",
            "query_string": query.encode(), "client": ("127.0.0.1", 1), "state": state,
            "server": ("testserver", 80), "headers": headers,
        }  # fmt: skip
        with contextlib.suppress(Exception):
            await app(scope, receive, send)
    return status or 500


def _main() -> None:
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]  # noqa: PTH109, PTH118 -- as Python does
    method, _, rest = sys.argv[2].partition(" ")
    target, *body = rest.split(maxsplit=1)
    status = asyncio.run(_ask(_application(sys.argv[1]), method, target, "".join(body).encode()))
    sys.stdout.write("\nANSWER " + json.dumps({"status": status}) + "\n")


_main()
