"""Runs inside a target's own interpreter: imports its application and prints its routes as JSON.

Stands alone: it may import nothing of ours, for it runs where we aren't installed. The argument is
"module:name" or "module:name()"; the last line of its output is the answer.
"""

import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any


def methods_of(route: object) -> list[str]:
    """The methods as the static model names them."""
    if "WebSocket" in type(getattr(route, "original_route", route)).__name__:
        return ["WEBSOCKET"]
    return sorted(getattr(route, "methods", None) or ["GET"])


def walk(routes: list[Any], prefix: str) -> Iterator[tuple[str, Any, Any]]:
    """Every route with its full path; mounts are descended by hand."""
    try:
        from fastapi.routing import iter_route_contexts  # noqa: PLC0415 -- newer than 0.136
    except ImportError:
        found = list(routes)
    else:
        found = list(iter_route_contexts(routes))
    for route in found:
        original = getattr(route, "original_route", route)
        if type(original).__name__ in {"Mount", "Host"} or (
            hasattr(original, "app")
            and hasattr(original, "routes")
            and not hasattr(original, "endpoint")
        ):
            path = (getattr(route, "path", None) or getattr(original, "path", "") or "").rstrip("/")
            inner = original.app
            while not hasattr(inner, "routes") and hasattr(inner, "app"):
                inner = inner.app
            yield from walk(getattr(inner, "routes", None) or [], prefix + path)
        elif getattr(route, "endpoint", None) is not None:
            yield prefix, route, original


def security_of(dependant: object, seen: set[int]) -> tuple[bool, list[str]]:
    """Whether a security scheme is below, and the names of all that is called."""
    found, names = False, []
    for inner in getattr(dependant, "dependencies", []):
        call = inner.call
        if type(call).__module__.startswith("fastapi.security"):
            found = True
        for base in type(call).__mro__:
            found = found or base.__name__ == "SecurityBase"
        plain = inspect.unwrap(call) if callable(call) else call
        names.append(getattr(plain, "__name__", None) or type(plain).__name__)
        below, more = security_of(inner, seen)
        found, names = found or below, names + more
    return found, names


def application(named: str) -> Any:  # noqa: ANN401 -- whatever a target calls its application
    """The object behind "module:name" or "module:name()"."""
    module, _, name = named.partition(":")
    app: Any = importlib.import_module(module)
    for part in name.removesuffix("()").split("."):
        app = getattr(app, part)
    return app() if name.endswith("()") else app


def main() -> None:
    """Import, list, print."""
    app = application(sys.argv[1])
    while not hasattr(app, "routes"):
        app = app.app
    answer = []
    for prefix, route, original in walk(app.routes, ""):
        endpoint = inspect.unwrap(route.endpoint)
        dependant = getattr(route, "dependant", None) or getattr(original, "dependant", None)
        security, names = security_of(dependant, set())
        code = getattr(endpoint, "__code__", None)
        answer.append(
            {
                "methods": methods_of(route),
                "path": prefix + (getattr(route, "path", None) or original.path),
                "function": getattr(endpoint, "__name__", type(endpoint).__name__),
                "file": getattr(code, "co_filename", ""),
                "kind": type(original).__name__,
                "security": security,
                "dependencies": sorted(set(names)),
                "module": getattr(endpoint, "__module__", "") or "",
            }
        )
    sys.stdout.write("\n" + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
