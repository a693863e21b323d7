"""Which route answers first: a route that an earlier one shadows can never be reached.

Lives here: with_shadows, and at_functions for the places that are told.
"""

import re
from dataclasses import replace
from functools import lru_cache

from fe_skill.project.model import Route, Where

_PARAMETER = re.compile(r"\{([^:{}]*)(?::([^{}]*))?\}")
_PATTERNS = {
    "int": "[0-9]+",
    "float": r"[0-9]+(?:\.[0-9]+)?",
    "path": ".*",
    "uuid": "[0-9a-fA-F-]{36}",
}


def at_functions(routes: list[Route]) -> list[Route]:
    """The same routes; those of several functions that one line registers are told apart.

    It is a loop's line, or that of a router's own method that calls the library's: who looks for
    the route looks for its function.
    """
    functions: dict[Where, set[Where]] = {}
    for route in routes:
        functions.setdefault(route.registered, set()).add(route.where)
    return [
        replace(route, registered=route.where) if len(functions[route.registered]) > 1 else route
        for route in routes
    ]


def with_shadows(routes: list[Route]) -> list[Route]:
    """The same routes, each with the earlier route that takes all of its requests."""
    earlier: dict[tuple[str, str, int], list[tuple[re.Pattern[str], Route]]] = {}
    found: list[Route] = []
    for route in routes:
        shadow = _shadow(route, earlier)
        found.append(route if shadow is None else replace(route, shadowed_by=shadow))
        if "{" in route.path or not route.conditional:
            key = _bucket(route.path, route.method)
            earlier.setdefault(key, []).append((_pattern(route.path), route))
    return found


@lru_cache(maxsize=10_000)
def _bucket(path: str, method: str) -> tuple[str, str, int]:
    """Routes that can't match each other's paths are never compared."""
    if ":path}" in path:
        return method, "", -1
    head = path.split("/", 2)[1] if path.count("/") > 1 else ""
    return method, "" if "{" in head else head, path.count("/")


def _shadow(
    route: Route, earlier: dict[tuple[str, str, int], list[tuple[re.Pattern[str], Route]]]
) -> str | None:
    method, head, depth = _bucket(route.path, route.method)
    sample = _sample(route.path)
    for key in {(method, head, depth), (method, "", depth), (method, "", -1)}:
        for pattern, other in earlier.get(key, ()):
            if not other.conditional and pattern.fullmatch(sample):
                return f"{other.method} {other.path} ({other.where})"
    return None


@lru_cache(maxsize=10_000)
def _pattern(path: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    for found in _PARAMETER.finditer(path):
        parts.append(re.escape(path[at : found.start()]))
        parts.append(_PATTERNS.get(found[2] or "", "[^/]+"))
        at = found.end()
    return re.compile("".join(parts) + re.escape(path[at:]))


@lru_cache(maxsize=10_000)
def _sample(path: str) -> str:
    """A path that only a parameter of the same or a wider kind matches."""
    samples = {"int": "7", "float": "7.5", "path": "a/~b", "uuid": "0" * 36}
    return _PARAMETER.sub(lambda found: samples.get(found[2] or "", "~x"), path)
