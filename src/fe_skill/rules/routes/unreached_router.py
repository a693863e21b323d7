"""A router with routes that no application includes.

Why: its routes answer 404 and are missing from the OpenAPI document, while the code looks finished.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import RouterFact
from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity
from fe_skill.rules.vocabulary import is_test

_FEW: Final = 2
# What lies there is kept to look at, not to be served.
_ASIDE: Final = re.compile(
    r"/_?(archived?|old|deprecated|legacy|backups?|examples?|samples?|demos?|drafts?|unused|trash)(/|_)"
)


def check(program: Program) -> Iterator[Finding]:
    """Routers with routes that no chain of includes leads to, where all chains are known."""
    facts = program.facts
    # What could not be resolved may include it.
    if not facts.applications or any("include" in gap.what for gap in facts.unresolved):
        return
    # Only a variable of a module is there to be included, and where most are not, it is done in a
    # way that isn't seen.
    named = [router for router in facts.routers if ":" in router.name]
    left = [router for router in named if not router.included]
    if len(left) > max(_FEW, len(named) / 2):
        return
    mounted = _mounted(program)
    # What is taken for a library's may be this one, found by a path that isn't seen.
    whys = (gap.reason for gap in facts.unresolved)
    elsewhere = [why.split("`")[1] for why in whys if why.startswith("routes of a library: `")]
    for router in named:
        if router.included or router.name.replace(":", ".") in mounted:
            continue
        dotted = router.name.replace(":", ".")
        if any(dotted.endswith(f".{name}") for name in elsewhere):
            continue
        if is_test(router.where.path) or _ASIDE.search(f"/{router.where.path}"):
            continue
        if _named_in_text(program, router):
            continue
        message = f"no application includes the router `{router.name}`"
        yield RULE.finding_at(router.where, message)


def _mounted(program: Program) -> frozenset[str]:
    """What any `include_router` of the project is given, even one that is rarely reached."""
    return frozenset(
        name
        for module in program.mentioning(b"include_router")
        if not is_test(module.path)
        for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "include_router"
        for name in [program.resolve(module, call.args[0]) if call.args else None]
        if name is not None
    )


def _named_in_text(program: Program, router: RouterFact) -> bool:
    """Whether some file has the router's module in a string: then it may be imported by name."""
    module = router.name.partition(":")[0].encode()
    quoted = tuple(quote + module for quote in (b'"', b"'"))
    sources = map(program.facts.source, program.facts.paths)
    return any(text in source for source in sources for text in quoted)


RULE = Rule(
    code="FE103",
    name="unreached-router",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="include it where its kin are included, or delete it",
    check=InProject(check),
    examples=(
        Bad(
            {
                "app/main.py": """
                from fastapi import FastAPI

                app = FastAPI()

                @app.get("/")
                async def home() -> None: ...
                """,
                "app/orders.py": """
                from fastapi import APIRouter

                router = APIRouter()  # <- FE103

                @router.get("/{order_id}")
                async def read_order(order_id: int) -> None: ...
                """,
            }
        ),
        Good(
            {
                "app/main.py": """
                from fastapi import FastAPI

                from app import orders

                app = FastAPI()
                for module in (orders,):
                    app.include_router(module.router)
                """,
                "app/orders.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/{order_id}")
                async def read_order(order_id: int) -> None: ...
                """,
            }
        ),
        Good(
            {
                "app/main.py": """
                from fastapi import FastAPI

                from app.orders import router

                app = FastAPI()
                app.include_router(router)
                """,
                "app/orders.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/orders")
                async def orders() -> None: ...
                """,
                "app/_archive/old_orders.py": """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/old-orders")
                async def orders() -> None: ...
                """,
            }
        ),
    ),
)
