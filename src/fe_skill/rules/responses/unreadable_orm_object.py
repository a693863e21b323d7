"""A schema that is made from a mapped object and doesn't read attributes.

Why: without `from_attributes` Pydantic wants a dictionary, and the call fails with a
ValidationError each time.
"""

import ast
from collections.abc import Iterator

from fe_skill.project.program import Program
from fe_skill.rules.edits import inserted
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
    """`model_validate` of a mapped object by a schema that isn't set up for it."""
    for module in program.mentioning(b"model_validate("):
        for call in module.nodes(ast.Call):
            func = call.func
            if not (
                isinstance(func, ast.Attribute) and func.attr == "model_validate" and call.args
            ):
                continue
            if keyword(call, "from_attributes") is not None:
                continue
            name = program.resolve(module, func.value)
            schema = program.schema(name) if name else None
            function = program.function_at(module, call)
            kind = program.type_of(function or module, call.args[0])
            model = program.model(kind.name) if kind is not None and not kind.many else None
            if (
                schema is None
                or schema.from_attributes
                or model is None
                or model.style == "sqlmodel"
                or not _bases_known(program, name or "")
            ):
                continue
            at = module.offsets(call.args[0])[1]
            edits = (inserted(module, at, ", from_attributes=True"),)
            yield RULE.finding(
                module,
                call,
                f"`{schema.name}` can't read a `{model.name}`",
                related=(Related(schema.where.path, schema.where.line, f"`{schema.name}`"),),
                fix=Fix("Read attributes", Applicability.SAFE, edits),
            )


def _bases_known(program: Program, name: str) -> bool:
    """Whether no class of a library but Pydantic's own may have set the schema up."""
    pending, seen = [name], set[str]()
    while pending:
        at = pending.pop()
        cls = program.class_(at)
        if cls is None and not at.startswith(("pydantic.", "builtins.", "typing.", "abc.")):
            return False
        for base in cls.node.bases if cls is not None and at not in seen else ():
            inner = base.value if isinstance(base, ast.Subscript) else base
            meant = program.resolve(cls.module, inner) if cls is not None else None
            pending.append(meant or "?")
        seen.add(at)
    return True


RULE = Rule(
    code="FE204",
    name="unreadable-orm-object",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="give the schema `model_config = ConfigDict(from_attributes=True)`",
    check=InProject(check),
    fix=Applicability.SAFE,
    examples=(
        Bad(
            """
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class OrderOut(BaseModel):
                id: int

            def shown(order: Order) -> OrderOut:
                return OrderOut.model_validate(order)  # <- FE204
            """,
            fixed="""
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class OrderOut(BaseModel):
                id: int

            def shown(order: Order) -> OrderOut:
                return OrderOut.model_validate(order, from_attributes=True)
            """,
        ),
        Good(
            """
            from pydantic import BaseModel, ConfigDict
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)

            class Shown(BaseModel):
                model_config = ConfigDict(from_attributes=True)

            class OrderOut(Shown):
                id: int

            def shown(order: Order, raw: dict[str, int]) -> OrderOut:
                OrderOut.model_validate(raw)
                return OrderOut.model_validate(order)
            """
        ),
        Good(
            """
            from fastapi_users import schemas
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            class Base(DeclarativeBase): ...

            class User(Base):
                __tablename__ = "users"
                id: Mapped[int] = mapped_column(primary_key=True)

            class UserRead(schemas.BaseUser[int]): ...

            def shown(user: User) -> UserRead:
                return UserRead.model_validate(user)
            """
        ),
    ),
)
