"""A foreign key without an index.

Why: most databases don't index the referring side by themselves; each join from the parent, and
each delete of a parent, reads the whole table.
"""

import ast
from collections.abc import Iterator
from dataclasses import replace

from fe_skill.project.model import Column, Model
from fe_skill.project.program import Program
from fe_skill.rules.edits import inserted
from fe_skill.rules.rule import Applicability, Bad, Finding, Fix, Good, InProject, Rule, Severity

_COLUMNS = ("mapped_column", "Column", "Field")


def check(program: Program) -> Iterator[Finding]:
    """Foreign keys that no index, key or constraint begins with."""
    for model in program.facts.models:
        if model.abstract or model.table is None:
            continue
        keys = [column for column in model.columns if column.primary_key]
        source = program.facts.source(model.where.path)
        for column in model.columns:
            if (
                column.foreign_keys
                and not _indexed(column, keys)
                and not _named(model, column, source)
            ):
                message = f"`{model.name}.{column.name}` refers to another table without an index"
                found = RULE.finding_at(column.where, message)
                yield replace(found, fix=_indexing(program, found))


def _indexing(program: Program, found: Finding) -> Fix | None:
    """Index the column. The database gets its index from a revision."""
    module = program.module(found.path)
    for call in module.nodes(ast.Call) if module is not None else ():
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        if module is None or call.lineno != found.span.line or name not in _COLUMNS:
            continue
        last = [*call.args, *(given.value for given in call.keywords)][-1:]
        if last:
            edit = inserted(module, module.offsets(last[0])[1], ", index=True")
            return Fix("Index it", Applicability.UNSAFE, (edit,))
    return None


def _indexed(column: Column, keys: list[Column]) -> bool:
    first = bool(keys) and keys[0] is column
    return column.index or column.unique or first


def _named(model: Model, column: Column, source: bytes) -> bool:
    """Whether the table's arguments, or an index made elsewhere in the file, name the column."""
    lines = source.splitlines()[model.where.line - 1 : model.end_line]
    arguments = b"\n".join(lines).partition(b"__table_args__")[2]
    name = column.name.encode()
    if any(quote + name + quote in arguments for quote in (b'"', b"'")):
        return True
    return b"Index(" in source and model.name.encode() + b"." + name in source


RULE = Rule(
    code="FE417",
    name="unindexed-foreign-key",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="add `index=True`, and a revision that creates the index",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    profile="blueprint",
    examples=(
        Bad(
            """
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))  # <- FE417
            """,
            fixed="""
            from sqlalchemy import ForeignKey
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
            """,
        ),
        Good(
            """
            from sqlalchemy import ForeignKey, Index
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                __table_args__ = (Index("ix_orders_shop_id", "shop_id"),)
                id: Mapped[int] = mapped_column(primary_key=True)
                customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
                shop_id: Mapped[int] = mapped_column(ForeignKey("shops.id"))
            """
        ),
    ),
)
