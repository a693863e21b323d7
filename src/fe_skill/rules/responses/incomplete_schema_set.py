"""A domain's entity without one of its schemas: `In`, `Out`, `Update`.

Why: one schema for everything lets callers write what they should only read, and shows what they
should not see.
"""

import re
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Rule, Severity

_SCHEMA: Final = re.compile(r"(\w+?)(In|Out|Update)")


def check(program: Program) -> Iterator[Finding]:
    """Models that have some of the three schemas, but not all."""
    found: dict[str, set[str]] = {}
    for schema in program.facts.schemas:
        if parts := _SCHEMA.fullmatch(schema.name):
            found.setdefault(parts[1], set()).add(parts[2])
    for model in program.facts.models:
        kinds = found.get(model.name, set())
        # Without an In it is made by the application alone, and there is nothing to update.
        if "In" in kinds and len(kinds) < 3:  # noqa: PLR2004 -- In, Out and Update
            missing = " and ".join(
                f"`{model.name}{k}`" for k in ("Out", "Update") if k not in kinds
            )
            yield RULE.finding_at(model.where, f"`{model.name}` has no {missing}")


RULE = Rule(
    code="FE208",
    name="incomplete-schema-set",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="write the missing schema",
    check=InProject(check),
    profile="blueprint",
    examples=(
        Bad(
            """
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):  # <- FE208
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class OrderIn(BaseModel): ...
            class OrderOut(BaseModel): ...
            """
        ),
        Good(
            """
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class Event(Base):
                __tablename__ = "events"
                id: Mapped[int] = mapped_column(primary_key=True)

            class OrderIn(BaseModel): ...
            class OrderOut(BaseModel): ...
            class OrderUpdate(BaseModel): ...
            class EventOut(BaseModel): ...
            """
        ),
    ),
)
