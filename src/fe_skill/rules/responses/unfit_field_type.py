"""A field whose type can't hold what its column gives.

Why: Pydantic makes no text of a number, an id or a time: reading the row into the schema is a
ValidationError each time, and the route answers 500.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fe_skill.project.model import Column, Model, Schema, SchemaField
from fe_skill.project.program import Program
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
from fe_skill.rules.vocabulary import keyword

_KINDS: Final = {
    "Integer": "int", "BigInteger": "int", "SmallInteger": "int", "int": "int",
    "Float": "float", "float": "float", "Numeric": "Decimal", "DECIMAL": "Decimal",
    "Decimal": "Decimal", "DateTime": "datetime", "TIMESTAMP": "datetime", "datetime": "datetime",
    "Date": "date", "date": "date", "UUID": "UUID", "Uuid": "UUID", "Boolean": "bool",
    "bool": "bool", "String": "str", "Text": "str", "Unicode": "str", "str": "str",
}  # fmt: skip
_UNFIT: Final = {
    "str": ("int", "float", "Decimal", "datetime", "date", "UUID", "bool"),
    "int": ("datetime", "date", "UUID"),
    "float": ("datetime", "date", "UUID"),
    "UUID": ("int", "float", "Decimal", "datetime", "date", "bool"),
    "bool": ("datetime", "date", "UUID"),
    "datetime": ("UUID", "bool"),
}
_HOMES: Final = {"datetime": "datetime", "date": "datetime", "UUID": "uuid", "Decimal": "decimal"}
_OPTIONAL: Final = re.compile(r"^(?:\w+\.)?Optional\[(.+)\]$|^(.+?)\s*\|\s*None$")


def check(program: Program) -> Iterator[Finding]:
    """Fields of schemas that routes read from mapped objects, against the columns of their name."""
    models = [m for m in program.facts.models if not m.abstract]
    shown = {last(name) for r in program.facts.routes for name in _named(r.response_model)}
    for schema in program.facts.schemas:
        meant = [m for m in models if schema.reads in (m.dotted, m.name)]
        if not schema.from_attributes or schema.validators or len(meant) != 1:
            continue
        if schema.name not in shown or "coerce_numbers_to_str" in schema.config:
            continue
        columns = {column.name: column for column in meant[0].columns}
        for field in schema.fields:
            column = columns.get(field.name)
            if column is not None and _is_unfit(field, column):
                yield from _found(program, schema, meant[0], field, column)


def _named(response: str | None) -> list[str]:
    return re.findall(r"[\w.]+", response or "")


def _is_unfit(field: SchemaField, column: Column) -> bool:
    return _kind(column.type) in _UNFIT.get(_kind(field.type) or "", ())


def _kind(text: str | None) -> str | None:
    """The Python type of a plain annotation or column type; None for anything else."""
    optional = _OPTIONAL.match(text or "")
    inner = (optional[1] or optional[2]) if optional else text or ""
    if "as_uuid=False" in inner or "asdecimal" in inner:
        return None
    return _KINDS.get(last(inner.partition("(")[0]) or inner.partition("(")[0])


def _found(
    program: Program, schema: Schema, model: Model, field: SchemaField, column: Column
) -> Iterator[Finding]:
    if _made_by_hand(program, schema, field.name):
        return
    kind = _kind(column.type) or ""
    where = column.where
    related = (Related(where.path, where.line, f"`{model.name}.{column.name}` is a {kind}"),)
    message = f"`{schema.name}.{field.name}` can't hold the {kind} of its column"
    found = RULE.finding_at(field.where, message, related=related)
    yield replace(found, fix=_typing(program, found, kind))


def _made_by_hand(program: Program, schema: Schema, name: str) -> bool:
    """Whether some code makes the schema itself and says what stands in the field."""
    return any(
        last(module.dotted(call.func)) == schema.name and keyword(call, name) is not None
        for module in program.mentioning(f"{schema.name}(".encode())
        for call in module.nodes(ast.Call)
    )


def _typing(program: Program, found: Finding, kind: str) -> Fix | None:
    """Give the field the type of the column."""
    module = program.module(found.path)
    fields = module.nodes(ast.AnnAssign) if module is not None else ()
    field = next((each for each in fields if each.lineno == found.span.line), None)
    if module is None or field is None:
        return None
    names = [n for n in ast.walk(field.annotation) if isinstance(n, ast.Name) and n.id in _UNFIT]
    if len(names) != 1:
        return None
    home = _HOMES.get(kind)
    known = imported(module, home, kind) if home else ()
    edits = (replaced(module, names[0], kind), *known)
    return Fix(f"Make it a {kind}", Applicability.UNSAFE, edits)


_MODELS: Final = """
                from datetime import datetime

                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

                class Base(DeclarativeBase): ...

                class Order(Base):
                    __tablename__ = "orders"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    number: Mapped[str]
                    made_at: Mapped[datetime]
                """
_MAIN: Final = """
                from fastapi import FastAPI

                from app.models import Order
                from app.schemas import OrderOut

                app = FastAPI()

                @app.get("/orders/{order_id}")
                async def read_order(order_id: int) -> OrderOut:
                    return OrderOut.model_validate(Order(id=order_id))
                """

RULE = Rule(
    code="FE205",
    name="unfit-field-type",
    severity=Severity.ERROR,
    explanation=__doc__,
    mend="give the field the type of the column, or convert in a validator",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    needs=("pydantic>=2",),
    examples=(
        Bad(
            {
                "app/models.py": _MODELS,
                "app/main.py": _MAIN,
                "app/schemas.py": """
                from pydantic import BaseModel, ConfigDict

                class OrderOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: str  # <- FE205
                    number: str
                    made_at: str | None = None  # <- FE205
                """,
            },
            fixed={
                "app/schemas.py": """
                from datetime import datetime

                from pydantic import BaseModel, ConfigDict

                class OrderOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: int
                    number: str
                    made_at: datetime | None = None
                """,
            },
        ),
        Good(
            {
                "app/models.py": _MODELS,
                "app/main.py": _MAIN,
                "app/schemas.py": """
                from datetime import datetime

                from pydantic import BaseModel, ConfigDict

                class OrderOut(BaseModel):
                    model_config = ConfigDict(from_attributes=True)
                    id: int
                    number: str
                    made_at: datetime

                class OrderLabel(BaseModel):
                    id: str
                    number: str

                def label(order: OrderOut) -> OrderLabel:
                    return OrderLabel(id=str(order.id), number=order.number)
                """,
            }
        ),
    ),
)
