"""A parameter of the path that nothing takes.

Why: the value in the URL is ignored, so every value gives the same answer; often it is a misspelt
name, and then the function's own parameter is asked for in the query instead.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import last
from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import literal, operations, parameters

_PARAMETER: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_REQUESTS: Final = ("Request", "HTTPConnection", "WebSocket")


def check(program: Program) -> Iterator[Finding]:
    """Parameters of a decorator's path that neither the function nor a dependency takes."""
    paths = {route.where.path for route in program.facts.routes if "{" in route.path}
    for module in filter(None, map(program.module, sorted(paths))):
        for operation in operations(module):
            path = operation.decorator.args[0] if operation.decorator.args else None
            text = literal(module, path)
            function = program.function_at(module, operation.function)
            if path is None or not isinstance(text, str) or function is None:
                continue
            taken = _taken(program, function, depth=4)
            if taken is None or not program.routes_of(function):
                continue
            for name in _PARAMETER.findall(text):
                if name not in taken:
                    message = f"nothing takes `{name}` of the path"
                    fix = _taking(function, name, text)
                    yield RULE.finding(module, path, message, fix=fix)


def _taking(function: Function, name: str, path: str) -> Fix | None:
    """Take the parameter, first of all: it has no default."""
    module, node = function.module, function.node
    kind = "int" if f"{{{name}:int}}" in path else "str"
    first = min(parameters(node), key=lambda each: (each.lineno, each.col_offset), default=None)
    if first is None:
        start = module.text.index("(", module.text.index(node.name, module.offset(node.lineno))) + 1
        text = f"{name}: {kind}"
    elif first in node.args.kwonlyargs:
        return None
    else:
        start, text = module.offsets(first)[0], f"{name}: {kind}, "
    return Fix("Take it", Applicability.UNSAFE, (inserted(module, start, text),))


def _taken(program: Program, function: Function, depth: int) -> frozenset[str] | None:
    """The names that a function and its dependencies take; None where that can't be told."""
    module, given = function.module, function.node.args
    if given.vararg or given.kwarg or not depth:
        return None
    own = parameters(function.node)
    text = {each.arg: each.annotation for each in own}
    for annotation in text.values():
        if any(word in (module.segment(annotation) if annotation else "") for word in _REQUESTS):
            return None
    names = set(text) | _aliases(function)
    for site in function.calls:
        if site.kind != "depends":
            continue
        behind = program.behind(site)
        if not behind and last(site.target)[:1].islower():
            continue  # a library's own function takes no parameter of ours
        inner = [_taken(program, each, depth - 1) for each in behind]
        if not inner or None in inner:
            return None
        names.update(*(each for each in inner if each))
    # What an unresolved Depends or a router's dependency takes is out of sight.
    depends = sum(
        "Depends(" in module.segment(node) for node in (*text.values(), *_defaults(given)) if node
    )
    if depends > sum(site.kind == "depends" for site in function.calls):
        return None
    routes = program.routes_of(function)
    if any(set(route.dependencies) - {s.target for s in function.calls} for route in routes):
        return None
    return frozenset(names)


def _defaults(given: ast.arguments) -> list[ast.expr | None]:
    return [*given.defaults, *given.kw_defaults]


def _aliases(function: Function) -> set[str]:
    """The names under which parameters are taken, by `alias=`."""
    return {
        str(each.value.value)
        for node in ast.walk(function.node.args)
        if isinstance(node, ast.Call)
        for each in node.keywords
        if each.arg == "alias" and isinstance(each.value, ast.Constant)
    }


RULE = Rule(
    code="FE105",
    name="missing-path-parameter",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="take it under the name that the path has",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders/{order_id}")  # <- FE105
            async def read_order(id: int) -> None: ...
            """,
            fixed="""
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders/{order_id}")
            async def read_order(order_id: str, id: int) -> None: ...
            """,
        ),
        Good(
            """
            from typing import Annotated

            from fastapi import Depends, FastAPI, Path, Request

            app = FastAPI()

            def order(order_id: int) -> int: ...

            @app.get("/orders/{order_id}")
            async def read_order(found: Annotated[int, Depends(order)]) -> None: ...

            @app.get("/lines/{line_id:int}")
            async def read_line(at: Annotated[int, Path(alias="line_id")]) -> None: ...

            @app.get("/files/{name}")
            async def read_file(request: Request) -> None: ...
            """
        ),
    ),
)
