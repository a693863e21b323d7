"""A route that no request reaches, because an earlier one matches the same paths.

Why: routes are tried in the order in which they were added; `/users/{id}` before `/users/me` takes
every request for `/users/me`, with a 422 or with the wrong answer.
"""

from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity


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
        yield RULE.finding_at(route.registered, message, related=related)


RULE = Rule(
    code="FE101",
    name="unreachable-route",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="add the fixed path before the one with the parameter",
    check=InProject(check),
    examples=(
        Bad(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/users/{user_id}")
            async def read_user(user_id: str) -> None: ...

            @app.get("/users/me")  # <- FE101
            async def read_me() -> None: ...
            """
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
