"""A route that no request reaches, because an earlier one matches the same paths.

Why: routes are tried in the order in which they were added; `/users/{id}` before `/users/me` takes
every request for `/users/me`, with a 422 or with the wrong answer.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fe_skill.project.model import Route
from fe_skill.project.program import Program
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Edit,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)


def check(program: Program) -> Iterator[Finding]:
    """Every route that is shadowed."""
    routes = {(r.app, f"{r.method} {r.path}"): r for r in reversed(program.facts.routes)}
    for route in program.facts.routes:
        if route.shadowed_by is None:
            continue
        earlier = routes.get((route.app, route.shadowed_by.partition(" (")[0]))
        if earlier is not None and earlier.path == route.path:
            continue  # the same path twice is what duplicate-route tells of
        related = (
            (
                Related(
                    earlier.registered.path,
                    earlier.registered.line,
                    "this one matches first",
                ),
            )
            if earlier
            else ()
        )
        first = route.shadowed_by.partition(" (")[0]
        message = f"`{route.method} {route.path}` is never reached: `{first}` matches first"
        found = RULE.finding_at(route.registered, message, related=related)
        yield replace(found, fix=_sooner(program, route, earlier) if earlier else None)


def _sooner(program: Program, route: Route, earlier: Route) -> Fix | None:
    """Move the function before the other one, where both stand at the top of one file."""
    module = program.module(route.where.path)
    if module is None or earlier.where.path != route.where.path:
        return None
    body = module.tree.body
    places = [_at(body, each.where.line) for each in (earlier, route)]
    if None in places or not 0 <= (places[0] or 0) < (places[1] or 0):
        return None
    first, last = places[0] or 0, places[1] or 0
    moved = body[last]
    between = {getattr(each, "name", "?") for each in body[first:last]}
    needed = {n.id for part in _header(moved) for n in ast.walk(part) if isinstance(n, ast.Name)}
    if "?" in between or between & needed:
        return None
    start, ahead = module.offset(_top(moved)), module.offset(_top(body[first]))
    before = module.offset(module.span(body[last - 1]).end_line)
    gap = module.text[module.text.index("\n", before) : start]
    end = module.text.find("\n", module.offset(module.span(moved).end_line))
    end = len(module.text) if end < 0 else end
    if gap.strip():
        return None  # a comment belongs to one of them
    text = module.text[start:end] + gap
    away = Edit(module.path, start - len(gap), end, "")
    edits = (Edit(module.path, ahead, ahead, text), away)
    return Fix("Add it before the other one", Applicability.UNSAFE, edits)


def _at(body: Sequence[ast.stmt], line: int) -> int | None:
    """Which statement of a file is the function on a line."""
    for place, node in enumerate(body):
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if is_function and _top(node) <= line <= (node.end_lineno or 0):
            return place
    return None


def _top(node: ast.stmt) -> int:
    """The first line of a definition, its decorators included."""
    marks: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in marks)])


def _header(node: ast.stmt) -> list[ast.AST]:
    """What is worked out when a function is defined."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return []
    returns = [node.returns] if node.returns is not None else []
    return [*node.decorator_list, node.args, *returns]


RULE = Rule(
    code="FE101",
    name="unreachable-route",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="add the fixed path before the one with the parameter",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/users/{user_id}")
            async def read_user(user_id: str) -> None: ...

            @app.get("/users/me")  # <- FE101
            async def read_me() -> None: ...
            """,
            fixed="""
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/users/me")
            async def read_me() -> None: ...

            @app.get("/users/{user_id}")
            async def read_user(user_id: str) -> None: ...
            """,
        ),
        Bad(
            {
                "app/main.py": """
                from fastapi import FastAPI

                from app import items, search

                app = FastAPI()
                app.include_router(items.router, prefix="/items")
                app.include_router(search.router, prefix="/items")
                """,
                "app/items.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/{item_id}")
                async def read_item(item_id: str) -> None: ...
                """,
                "app/search.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/search")  # <- FE101
                async def search() -> None: ...
                """,
            }
        ),
        Good(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/users/me")
            async def read_me() -> None: ...

            @app.get("/users/{user_id}")
            async def read_user(user_id: str) -> None: ...

            @app.get("/health", include_in_schema=False)
            @app.get("/health")
            async def health() -> None: ...
            """,
        ),
    ),
)
