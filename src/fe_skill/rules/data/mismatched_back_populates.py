"""Two sides of a relationship that don't name each other.

Why: SQLAlchemy refuses to configure its mappers, at the first query, when the other side is not
there; when it names something else, the two sides silently drift apart.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from fe_skill.project.model import Model, Relationship
from fe_skill.project.program import Program
from fe_skill.rules.edits import replaced
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)
from fe_skill.rules.vocabulary import keyword


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
            # `backref` makes the other side by itself; one that is only read is one of several.
            given = _given(program, side)
            if side.back and len(targets) == 1 and not given & {"backref", "viewonly"}:
                yield from _judged(program, (model, side), targets[0], by_name)


def _given(program: Program, side: Relationship) -> frozenset[str | None]:
    """The keywords that a relationship is made with."""
    module = program.module(side.where.path)
    calls = module.nodes(ast.Call) if module else ()
    here = [c for c in calls if c.lineno <= side.where.line <= (c.end_lineno or c.lineno)]
    return frozenset(each.arg for call in here for each in call.keywords)


def _mentions(program: Program, model: Model, name: str) -> bool:
    """Whether a class has a name in its text: a method may make the relationship."""
    module = program.module(model.where.path)
    lines = range(model.where.line, model.end_line + 1)
    word = re.compile(rf"def {re.escape(name)}\b")
    return module is not None and any(word.search(module.line(line)) for line in lines)


def _judged(
    program: Program,
    at: tuple[Model, Relationship],
    target: Model,
    by_name: dict[str, list[Model]],
) -> Iterator[Finding]:
    model, side = at
    other = next((each for each in target.relationships if each.name == side.back), None)
    if other is None:
        # What a base or a mixin gives may be out of sight.
        if target.mixins or model.abstract or _inherits(target, by_name):
            return
        if _mentions(program, target, side.back or ""):
            return
        message = f"`{target.name}` has no relationship `{side.back}`"
        related = (Related(target.where.path, target.where.line, f"`{target.name}`"),)
        found = RULE.finding_at(side.where, message, related=related)
        kin = [each for each in target.relationships if each.target == model.name]
        only = kin[0] if len(kin) == 1 and kin[0].back in (None, side.name) else None
        yield replace(found, fix=_naming(program, side, only.name if only else None))
    elif other.back is not None and other.back != side.name and other.target == model.name:
        message = f"`{target.name}.{other.name}` names `{other.back}`, not `{side.name}`"
        related = (Related(other.where.path, other.where.line, "the other side"),)
        found = RULE.finding_at(side.where, message, related=related)
        lost = all(each.name != other.back for each in model.relationships)
        yield replace(found, fix=_naming(program, other, side.name if lost else None))


def _naming(program: Program, side: Relationship, name: str | None) -> Fix | None:
    """Let a side name the one relationship that can be its other side."""
    module = program.module(side.where.path)
    if module is None or name is None:
        return None
    for call in module.nodes(ast.Call):
        if call.lineno <= side.where.line <= (call.end_lineno or call.lineno):
            given = keyword(call, "back_populates")
            if isinstance(given, ast.Constant) and given.value == side.back:
                edit = replaced(module, given, f'"{name}"')
                return Fix(f"Name `{name}`", Applicability.SAFE, (edit,))
    return None


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
    fix=Applicability.SAFE,
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
            """,
            fixed="""
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
            """,
        ),
        Good(
            """
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import (
                DeclarativeBase, Mapped, declared_attr, mapped_column, relationship
            )

            class Base(DeclarativeBase): ...

            class Customer(Base):
                __tablename__ = "customers"
                id: Mapped[int] = mapped_column(primary_key=True)
                orders: Mapped[list["Order"]] = relationship(backref="customer")
                lines: Mapped[list["Order"]] = relationship(back_populates="buyer")

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))

                @declared_attr
                def buyer(cls) -> Mapped["Customer"]:
                    return relationship(back_populates="lines")
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
        Good(
            """
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

            class Base(DeclarativeBase): ...

            class Customer(Base):
                __tablename__ = "customers"
                id: Mapped[int] = mapped_column(primary_key=True)
                orders: Mapped[list["Order"]] = relationship(back_populates="customer")
                open_orders: Mapped[list["Order"]] = relationship(
                    back_populates="customer", viewonly=True
                )

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
                customer: Mapped["Customer"] = relationship(back_populates="orders")
            """
        ),
    ),
)
