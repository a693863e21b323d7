"""A required field in the schema of a partial update.

Why: a PATCH sends what changes; a required field makes every caller send it again, and a stale copy
of it overwrites what someone else has changed meanwhile.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fe_skill.project.model import Schema
from fe_skill.project.program import Program
from fe_skill.rules.edits import inserted, replaced
from fe_skill.rules.rule import (
    Applicability,
    Bad,
    Edit,
    Finding,
    Fix,
    Good,
    InProject,
    Related,
    Rule,
    Severity,
)

_OF_COMMAND: Final = re.compile(
    r"reason|comment|version|lock_version|etag|revision|expected_\w+|confirm\w*"
)


def check(program: Program) -> Iterator[Finding]:
    """Required fields of the bodies of PATCH routes."""
    schemas = {name: s for s in program.facts.schemas for name in (s.dotted, s.name)}
    columns = {column.name for model in program.facts.models for column in model.columns}
    seen: set[tuple[str, str]] = set()
    for route in program.facts.routes:
        if route.method != "PATCH":
            continue
        for name in route.request:
            schema = schemas.get(name)
            if schema is None or not _means_update(schema):
                continue
            if not _decorated(program, schema):
                related = (Related(route.where.path, route.where.line, f"`{route.path}` takes it"),)
                for found in _required(schema, related, seen):
                    # What is no part of the row is a part of the command: why, or which version.
                    field = _field(found)
                    if (columns and field not in columns) or _OF_COMMAND.fullmatch(field):
                        continue
                    yield replace(found, fix=_optional(program, found))


def _field(found: Finding) -> str:
    return found.message.split("`")[1].rpartition(".")[2]


def _means_update(schema: Schema) -> bool:
    """Whether a name tells of a partial update: other bodies of a PATCH may well be whole."""
    return schema.name.endswith(("Update", "Patch", "PatchRequest"))


def _decorated(program: Program, schema: Schema) -> bool:
    """Whether a class has a decorator: it may make fields optional."""
    module = program.module(schema.where.path)
    classes = module.nodes(ast.ClassDef) if module else ()
    return any(node.name == schema.name and node.decorator_list for node in classes)


def _required(
    schema: Schema, related: tuple[Related, ...], seen: set[tuple[str, str]]
) -> Iterator[Finding]:
    optional = [field for field in schema.fields if not field.required]
    for field in schema.fields:
        key = (schema.dotted, field.name)
        # A body of one required field is a command, not a partial update.
        # One literal value says which of several bodies it is.
        tag = (field.type or "").startswith(("Literal[", "typing.Literal["))
        if field.required and optional and not tag and key not in seen:
            seen.add(key)
            message = f"`{schema.name}.{field.name}` is required in a partial update"
            yield RULE.finding_at(field.where, message, related=related)


def _optional(program: Program, found: Finding) -> Fix | None:
    """Make the field optional, None by default."""
    module = program.module(found.path)
    fields = module.nodes(ast.AnnAssign) if module is not None else ()
    field = next((each for each in fields if each.lineno == found.span.line), None)
    if module is None or field is None:
        return None
    end = module.offsets(field.annotation)[1]
    typed = inserted(module, end, "" if "None" in module.segment(field.annotation) else " | None")
    given = field.value
    if given is None:
        edits: tuple[Edit, ...] = (replace(typed, text=f"{typed.text} = None"),)
    elif isinstance(given, ast.Call) and given.args and _is_ellipsis(given.args[0]):
        edits = (typed, replaced(module, given.args[0], "None"))
    else:
        return None
    return Fix("Make it optional", Applicability.UNSAFE, edits)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


RULE = Rule(
    code="FE206",
    name="required-update-field",
    severity=Severity.WARNING,
    explanation=__doc__,
    mend="give it a default, and read the body with `exclude_unset=True`",
    check=InProject(check),
    fix=Applicability.UNSAFE,
    examples=(
        Bad(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            class OrderUpdate(BaseModel):
                number: str  # <- FE206
                note: str | None = None

            @app.patch("/orders/{order_id}")
            async def update_order(order_id: int, body: OrderUpdate) -> None: ...
            """,
            fixed="""
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            class OrderUpdate(BaseModel):
                number: str | None = None
                note: str | None = None

            @app.patch("/orders/{order_id}")
            async def update_order(order_id: int, body: OrderUpdate) -> None: ...
            """,
        ),
        Good(
            """
            from fastapi import FastAPI
            from pydantic import BaseModel

            app = FastAPI()

            def partial(model: type[BaseModel]) -> type[BaseModel]: ...

            @partial
            class LineUpdate(BaseModel):
                number: str
                note: str | None = None

            @app.patch("/lines/{line_id}")
            async def update_line(line_id: int, body: LineUpdate) -> None: ...

            class OrderUpdate(BaseModel):
                number: str | None = None

            class OrderIn(BaseModel):
                number: str
                note: str | None = None

            @app.patch("/orders/{order_id}")
            async def update_order(order_id: int, body: OrderUpdate) -> None: ...

            @app.post("/orders")
            async def create_order(body: OrderIn) -> None: ...
            """
        ),
        Good(
            """
            from typing import Literal

            from fastapi import FastAPI
            from pydantic import BaseModel
            from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

            app = FastAPI()

            class Base(DeclarativeBase): ...

            class Order(Base):
                __tablename__ = "orders"
                id: Mapped[int] = mapped_column(primary_key=True)
                number: Mapped[str]
                kind: Mapped[str]

            class OrderUpdate(BaseModel):
                kind: Literal["sale"]
                reason: str
                number: str | None = None

            @app.patch("/orders/{order_id}")
            async def update_order(order_id: int, body: OrderUpdate) -> None: ...
            """
        ),
    ),
)
