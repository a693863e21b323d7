"""A key that is taken as text and compared with a column of another type.

Why: any text passes, and fails only in the database: with asyncpg as a 500 instead of the 422 that
the type would give.
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.model import Column
from fe_skill.project.program import Program
from fe_skill.project.program_parts import Function
from fe_skill.rules.across import last
from fe_skill.rules.edits import imported, replaced
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
from fe_skill.rules.vocabulary import parameters

_TYPED: Final = {"int": "int", "Integer": "int", "BigInteger": "int", "SmallInteger": "int",
                 "UUID": "UUID", "Uuid": "UUID"}  # fmt: skip


def check(program: Program) -> Iterator[Finding]:
    """Parameters of route functions that are text and meet a typed key in the same function."""
    for function, routes in program.route_functions():
        names = {f"{{{p.arg}": p for p in parameters(function.node)}
        for start, parameter in names.items():
            if not any(start in route.path for route in routes):
                continue
            if not function.module.is_(parameter.annotation, "builtins.str"):
                continue
            met = _met(program, function, parameter.arg)
            if met is not None:
                column, kind = met
                where = column.where
                related = (Related(where.path, where.line, f"`{column.name}` is a {kind}"),)
                message = f"`{parameter.arg}` is taken as text, its column is a {kind}"
                yield RULE.finding(
                    function.module,
                    parameter,
                    message,
                    related=related,
                    fix=_typing(function, parameter, kind),
                )


def _typing(function: Function, parameter: ast.arg, kind: str) -> Fix | None:
    """Annotate the parameter with the type of the column."""
    module = function.module
    if parameter.annotation is None:
        return None
    known = imported(module, "uuid", kind) if kind == "UUID" else ()
    edit = replaced(module, parameter.annotation, kind)
    return Fix(f"Take a {kind}", Applicability.UNSAFE, (edit, *known))


def _met(program: Program, function: Function, name: str) -> tuple[Column, str] | None:
    module = function.module
    for node in module.inside(function.node, ast.Compare):
        sides = (node.left, node.comparators[0])
        if any(isinstance(s, ast.Name) and s.id == name for s in sides):
            for side in sides:
                found = _typed(program, function, side)
                if found is not None:
                    return found
    return None


def _typed(program: Program, function: Function, node: ast.expr) -> tuple[Column, str] | None:
    """The column that an attribute of a mapped class names, where its type isn't text."""
    if not isinstance(node, ast.Attribute):
        return None
    name = program.resolve(function.module, node.value)
    model = program.model(name) if name is not None else None
    for column in model.columns if model is not None else ():
        kind = _TYPED.get(last(column.type).partition("(")[0])
        if column.name == node.attr and kind is not None:
            return column, kind
    return None


RULE = Rule(
    code="FE212",
    name="text-for-typed-key",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="annotate the parameter with the type of the column",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from sqlalchemy import select
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            app = FastAPI()

            @app.get("/orders/{order_id}")
            async def read_order(order_id: str) -> None:  # <- FE212
                select(Order).where(Order.id == order_id)
            """,
            fixed="""
            from fastapi import FastAPI
            from sqlalchemy import select
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            app = FastAPI()

            @app.get("/orders/{order_id}")
            async def read_order(order_id: int) -> None:
                select(Order).where(Order.id == order_id)
            """,
        ),
        Good(
            """
            from fastapi import FastAPI
            from sqlalchemy import select
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                number: Mapped[str]

            app = FastAPI()

            @app.get("/orders/{order_id}/{number}")
            async def read_order(order_id: int, number: str) -> None:
                select(Order).where(Order.id == order_id, Order.number == number)
            """
        ),
    ),
)
