"""The same method and path twice in one application.

Why: the first one answers every request; the second is dead code that looks alive, and the OpenAPI
document shows only one of them.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity
from fe_skill.syntax.module import SourceModule

if TYPE_CHECKING:
    from fe_skill.project.model import Route


def check(program: Program) -> Iterator[Finding]:
    """Every later one of the same method and path, unless a condition chooses.

    Where the list of routes is changed by hand, which ones are left isn't known.
    """
    if any(map(_takes_routes_out, program.mentioning(b".routes"))):
        return
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


def _takes_routes_out(module: SourceModule) -> bool:
    """Whether a file deletes from a list of routes, or sets it."""
    deleted = (target for node in module.nodes(ast.Delete) for target in node.targets)
    assigned = (target for node in module.nodes(ast.Assign) for target in node.targets)
    called = (node.func for node in module.nodes(ast.Call) if isinstance(node.func, ast.Attribute))
    lists = (
        *(
            each.value if isinstance(each, ast.Subscript) else each
            for each in (*deleted, *assigned)
        ),
        *(func.value for func in called if func.attr in ("remove", "pop", "clear")),
    )
    return any(isinstance(each, ast.Attribute) and each.attr == "routes" for each in lists)


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

            @app.get("/orders")
            async def orders() -> None: ...

            for at, route in reversed(list(enumerate(app.routes))):
                if route.path == "/orders":
                    del app.routes[at]

            @app.get("/orders")
            async def own_orders() -> None: ...
            """
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
