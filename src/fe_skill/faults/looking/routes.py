"""Which path operation a request goes to, and what its function takes.

Lives here: asked, route_function, parameter, matches.
Does not:   the routes themselves (project/).
"""

import ast
import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.project.model import Route
from fe_skill.syntax.module import Function, SourceModule


def asked(case: Case) -> tuple[str, str]:
    """Method and path of the request, as far as the text tells; the path without its query."""
    answer = case.response
    if answer is None:
        return "", ""
    return answer.method, answer.path.partition("?")[0]


def taking(case: Case) -> Route | None:
    """The route that takes the request: the first that fits, as the router does it."""
    method, path = asked(case)
    return next((one for one in fitting(case, path) if one.method == method), None)


def fitting(case: Case, path: str) -> list[Route]:
    """The routes whose path fits, whatever their method, in matching order."""
    if case.facts is None or not path:
        return []
    return [route for route in case.facts.routes if matches(route.path, path)]


def matches(template: str, path: str) -> bool:
    """Whether a path fits a route's template."""
    parts = re.split(r"(\{[^}]*\})", template)
    pattern = "".join(
        (".+" if part.endswith(":path}") else "[^/]+") if part.startswith("{") else re.escape(part)
        for part in parts
    )
    return re.fullmatch(pattern, path) is not None


def route_function(case: Case, route: Route | None) -> tuple[SourceModule, Function] | None:
    """The function of a route, in its file."""
    module = case.module(route.where.path) if route else None
    for node in functions_of(module) if module else ():
        if route is not None and module is not None and node.lineno == route.where.line:
            return module, node
    return None


def parameters(node: Function) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The parameters of a function, each with its default."""
    plain = [*node.args.posonlyargs, *node.args.args]
    missing = len(plain) - len(node.args.defaults)
    defaults: list[ast.expr | None] = [*([None] * missing), *node.args.defaults]
    yield from zip(plain, defaults, strict=True)
    yield from zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)


def functions_taking(case: Case, *names: str) -> Iterator[tuple[SourceModule, Function]]:
    """The functions of routes that have all of these parameters."""
    for route in case.facts.routes if case.facts else ():
        found = route_function(case, route)
        if found and set(names) <= {argument.arg for argument, _ in parameters(found[1])}:
            yield found


def asked_function(case: Case, *names: str) -> tuple[SourceModule, Function] | None:
    """The function that takes the request; without a request, the only one with such parameters."""
    found = route_function(case, taking(case))
    if found is not None:
        return found
    if asked(case)[1] or not names:
        return None
    several = {(m.path, f.lineno): (m, f) for m, f in functions_taking(case, *names)}
    return next(iter(several.values())) if len(several) == 1 else None
