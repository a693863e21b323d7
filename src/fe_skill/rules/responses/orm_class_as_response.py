"""A mapped class as the model of a response.

Why: FastAPI can't make a schema of it and refuses to start.
"""

from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity
from fe_skill.rules.vocabulary import DECORATED, keyword, operations


def check(program: Program) -> Iterator[Finding]:
    """Response models and return types of operations that are mapped classes."""
    if not program.facts.models:
        return
    for module in program.showing(_serves):
        for operation in operations(module):
            given = keyword(operation.decorator, "response_model")
            said = given if given is not None else operation.function.returns
            inner = getattr(said, "slice", None) if said is not None else None
            for node in (said, inner):
                name = program.resolve(module, node) if node is not None else None
                model = program.model(name) if name is not None else None
                if node is not None and model is not None and model.style != "sqlmodel":
                    where = model.where
                    related = (Related(where.path, where.line, f"`{model.name}` is mapped"),)
                    message = f"`{model.name}` is a mapped class, not a schema"
                    yield RULE.finding(module, node, message, related=related)


def _serves(data: bytes) -> bool:
    return b"fastapi" in data and DECORATED.search(data) is not None


RULE = Rule(
    code="FE202",
    name="orm-class-as-response",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="write a schema with `from_attributes=True` and answer with that",
    check=InProject(check),
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            app = FastAPI()

            @app.get("/orders", response_model=list[Order])  # <- FE202
            async def list_orders(): ...

            @app.get("/orders/{at}")
            async def read_order(at: int) -> Order: ...  # <- FE202
            """
        ),
        Good(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class OrderOut(BaseModel):
                id: int

            app = FastAPI()

            @app.get("/orders", response_model=list[OrderOut])
            async def list_orders() -> list[Order]: ...
            """
        ),
    ),
)
