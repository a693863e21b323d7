"""The same method and path twice in one application.

Why: the first one answers every request; the second is dead code that looks alive, and the OpenAPI
document shows only one of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity

if TYPE_CHECKING:
    from fe_skill.project.model import Route


def check(program: Program) -> Iterator[Finding]:
    """Every later one of the same method and path, unless a condition chooses."""
    first: dict[tuple[str, str, str], Route] = {}
    for route in program.facts.routes:
        key = (route.app, route.method, route.path)
        earlier = first.setdefault(key, route)
        if earlier is route or route.conditional or earlier.conditional:
            continue
        if earlier.function == route.function:
            continue  # one function, decorated twice: the same answer either way
        where = earlier.registered
        related = (Related(where.path, where.line, "the first one"),)
        message = f"`{route.method} {route.path}` is there already"
        yield RULE.finding_at(route.registered, message, related=related)


RULE = Rule(
    code="FE102",
    name="duplicate-route",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="remove one, or give it a path of its own",
    check=InProject(check),
    examples=(
        Bad(
            {
                "app/main.py": """
                from fastapi import FastAPI

                from app.orders import router

                app = FastAPI()

                @app.get("/orders/{order_id}")
                async def read(order_id: int) -> None: ...

                app.include_router(router, prefix="/orders")
                """,
                "app/orders.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/{order_id}")  # <- FE102
                async def read_order(order_id: int) -> None: ...
                """,
            }
        ),
        Good(
            """
            from fastapi import FastAPI

            app = FastAPI()

            @app.get("/orders/{order_id}")
            async def read(order_id: int) -> None: ...

            @app.put("/orders/{order_id}")
            async def replace(order_id: int) -> None: ...
            """
        ),
    ),
)
