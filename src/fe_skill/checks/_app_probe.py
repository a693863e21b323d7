"""Started by the interpreter of a project, in its folder: starts the application, prints its API.

    python -c <this file> module:attribute

Nothing of ours can be imported here. The last line printed is `API ` and the OpenAPI document.
"""

import asyncio
import importlib
import json
import os
import sys
from typing import Any


async def _started(app: Any) -> None:  # noqa: ANN401 -- whatever the project calls its application
    """Run the lifespan from its start to its end, as a server does."""
    said: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    running = asyncio.ensure_future(app(scope, said.get, heard.put))
    for kind in ("startup", "shutdown"):
        await said.put({"type": f"lifespan.{kind}"})
        answer = asyncio.ensure_future(heard.get())
        await asyncio.wait({running, answer}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            await running
            return
        if answer.result()["type"].endswith("failed"):
            sys.exit(answer.result().get("message") or f"{kind} failed")
    await running


def _main() -> None:
    sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]  # noqa: PTH109, PTH118 -- as Python does
    module, _, attribute = sys.argv[1].partition(":")
    app = importlib.import_module(module)
    for name in attribute.split("."):
        app = getattr(app, name)
    asyncio.run(_started(app))
    sys.stdout.write("\nAPI " + json.dumps(app.openapi()) + "\n")


_main()
