"""Two sides of a relationship that don't name each other.

Why: SQLAlchemy refuses to configure its mappers, at the first query, when the other side is not
there; when it names something else, the two sides silently drift apart.
"""

from collections.abc import Iterator

from fe_skill.project.model import Model, Relationship
from fe_skill.project.program import Program
from fe_skill.rules.rule import Bad, Finding, Good, InProject, Related, Rule, Severity


def check(program: Program) -> Iterator[Finding]:
    """Sides whose other side is missing or names another one."""
    models = program.facts.models
    by_name: dict[str, list[Model]] = {}
    for model in models:
        by_name.setdefault(model.name, []).append(model)
        by_name.setdefault(model.dotted, []).append(model)
    for model in models:
        for side in model.relationships:
            targets = by_name.get(side.target or "", [])
            if side.back and len(targets) == 1:
                yield from _judged(model, side, targets[0], by_name)


def _judged(
    model: Model, side: Relationship, target: Model, by_name: dict[str, list[Model]]
) -> Iterator[Finding]:
    other = next((each for each in target.relationships if each.name == side.back), None)
    if other is None:
        # What a base or a mixin gives may be out of sight.
        if target.mixins or model.abstract or _inherits(target, by_name):
            return
        message = f"`{target.name}` has no relationship `{side.back}`"
        related = (Related(target.where.path, target.where.line, f"`{target.name}`"),)
        yield RULE.finding_at(side.where, message, related=related)
    elif other.back is not None and other.back != side.name and other.target == model.name:
        message = f"`{target.name}.{other.name}` names `{other.back}`, not `{side.name}`"
        related = (Related(other.where.path, other.where.line, "the other side"),)
        yield RULE.finding_at(side.where, message, related=related)


def _inherits(model: Model, by_name: dict[str, list[Model]]) -> bool:
    """Whether a mapped class has a mapped class above it."""
    return model.base is not None and model.base in by_name


RULE = Rule(
    code="FE413",
    name="mismatched-back-populates",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="name the attribute of the other side on both sides",
    check=InProject(check),
    examples=(
        Bad(
            """
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

            class Base(DeclarativeBase): ...

            class Customer(Base):
                __tablename__ = "customers"
                id: Mapped[int] = mapped_column(primary_key=True)
                orders: Mapped[list["Order"]] = relationship(back_populates="buyer")  # <- FE413

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
                customer: Mapped["Customer"] = relationship(back_populates="orders")  # <- FE413
            """
        ),
        Good(
            """
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

            class Base(DeclarativeBase): ...

            class Customer(Base):
                __tablename__ = "customers"
                id: Mapped[int] = mapped_column(primary_key=True)
                orders: Mapped[list["Order"]] = relationship(back_populates="customer")

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
                customer: Mapped["Customer"] = relationship(back_populates="orders")
            """
        ),
    ),
)
