"""A domain without one of its four parts.

Why: whoever looks for a domain's queries or schemas looks in the same place each time; what is not
there has been put somewhere else.
"""

from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Where
from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_PARTS: Final = ("models", "schemas", "routers", "services")


def check(program: Program) -> Iterator[Finding]:
    """Domains with routes and some of the four packages, but not all."""
    for domain in program.facts.domains:
        paths = [path for path in program.facts.paths if path.startswith(f"{domain.path}/")]
        there = {part for part in _PARTS for p in paths if p.startswith(f"{domain.path}/{part}/")}
        missing = [part for part in _PARTS if part not in there]
        if there and missing and domain.routes and domain.models:
            first = min(paths)
            message = f"the domain `{domain.name}` has no {' and no '.join(missing)}"
            yield RULE.finding_at(Where(first, 1), message)


_MODELS = """
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                """
_ROUTERS = """
                from fastapi import APIRouter

                router = APIRouter()

                @router.get("/orders")
                async def list_orders() -> None: ...
                """
_MAIN = """
                from fastapi import FastAPI

                from src.domains.orders.routers.order import router

                app = FastAPI()
                app.include_router(router)
                """

RULE = Rule(
    code="FE806",
    name="domain-layout",
    severity=Severity.INFO,
    explanation=__doc__,
    mend="add the missing package, and move into it what belongs there",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            {
                "src/main.py": _MAIN,
                "src/domains/orders/__init__.py": "NAME = 1  # <- FE806\n",
                "src/domains/orders/models/order.py": _MODELS,
                "src/domains/orders/routers/order.py": _ROUTERS,
            }
        ),
        Good(
            {
                "src/main.py": _MAIN,
                "src/domains/orders/__init__.py": "",
                "src/domains/orders/models/order.py": _MODELS,
                "src/domains/orders/schemas/order.py": "",
                "src/domains/orders/services/order.py": "",
                "src/domains/orders/routers/order.py": _ROUTERS,
            }
        ),
    ),
)
