"""A row was written without a value that its column needs.

Tell-tale: "NOT NULL constraint failed", "null value in column". Often the schema lets the value be
           missing, or the constructor leaves it out. In an UPDATE: what a request didn't send was
           written as null, or rows lost what they belong to when that was deleted.
Not this:  the column made nullable only to silence it: the missing value is the fault.
"""

import ast
from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, MODELS, trace
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.calls import led_to
from fe_skill.faults.looking.integrity import Refusal, model_of, refusal, written_at
from fe_skill.faults.looking.kinship import Child, declared, holding, with_cascade
from fe_skill.faults.looking.schemas import place_of
from fe_skill.faults.looking.source import attribute_of, last_name, placed, shown
from fe_skill.faults.mending import keyword
from fe_skill.project.model import Column, Model, Schema, SchemaField
from fe_skill.syntax.module import SourceModule

_DUMPS = frozenset(("model_dump", "dict"))
_CHOOSING = frozenset(("exclude_unset", "exclude_none", "exclude_defaults"))


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "not null":
        return None
    model = model_of(case, refused.table)
    column = next((c for c in model.columns if c.name == refused.column), None) if model else None
    plain = _unwritten(case, refused, column)
    if refused.verb != "UPDATE":
        return plain
    let_go = _let_go(case, plain, Child(model, column)) if model and column else None
    merged = _merged(case, plain, model, column) if model and column else None
    return let_go or merged or _nulls_written(case, plain) or replace(plain, edits=())


def _unwritten(case: Case, refused: Refusal, column: Column | None) -> Diagnosis:
    """Nothing gave the value."""
    schema = _lenient(case, refused.column)
    spot = written_at(case)
    place = place_of(schema) if schema else None
    seen = (Evidence("the column", column.where.path, column.where.line),) if column else ()
    name = f"`{refused.table}.{refused.column}`" if refused.table else f"`{refused.column}`"
    return Diagnosis(
        what=f"a row was written without a value for {name}, which must have one",
        why="the schema lets the value be missing, and the column doesn't"
        if schema
        else "nothing gave the value before the row was written",
        confidence=SURE if schema else CLEAR if spot else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(*((spot.evidence("where it was written"),) if spot else ()), *seen),
        mend=(
            f"require `{refused.column}` in the schema, so that its absence is a 422",
            "or give it where the object is made; a default only where one makes sense",
        ),
        edits=_required(case, *schema) if schema else (),
    )


def _let_go(case: Case, plain: Diagnosis, child: Child) -> Diagnosis | None:
    """The rows of a collection whose owner was deleted: SQLAlchemy takes the key out of them."""
    found = holding(case, child) if child.column.foreign_keys else None
    if found is None:
        return None
    parent, one = found
    seen = declared(case, parent, one)
    return replace(
        plain,
        why=f"a {parent.name} was deleted, or a {child.model.name} taken out of its "
        f"`{one.name}`, and nothing says that these rows go too",
        confidence=SURE,
        place=Place(seen.path, seen.line, f"{parent.name}.{one.name}"),
        evidence=(*plain.evidence[:1], seen),
        mend=(
            f'`{parent.name}.{one.name} = relationship(..., cascade="all, delete-orphan")`',
            "or let the database do it: `passive_deletes=True`, `ondelete` on the key, a migration",
        ),
        edits=with_cascade(case, one),
    )


def _nulls_written(case: Case, plain: Diagnosis) -> Diagnosis | None:
    """A partial change that writes what the request didn't send."""
    for found in led_to(case):
        for call in found.module.inside(found.node, ast.Call):
            if _dumps_all(call) and _is_written(found.module, call):
                return replace(
                    plain,
                    why="what the request doesn't send is written too, as null",
                    place=placed(found.module, call, found.node.name),
                    evidence=(
                        *plain.evidence[:1],
                        shown(found.module, call, "all fields, sent or not"),
                    ),
                    mend=("take only what was sent: `model_dump(exclude_unset=True)`",),
                    edits=(keyword(found.module, call, "exclude_unset", "True"),),
                )
    return None


def _merged(case: Case, plain: Diagnosis, model: Model, column: Column) -> Diagnosis | None:
    """An object made anew and merged over the row: what it was given as None is written."""
    reached = led_to(case)
    calls = [(at, call) for at in reached for call in at.module.inside(at.node, ast.Call)]
    if not any(last_name(call.func) == "merge" for _, call in calls):
        return None
    for found, call in calls:
        given = {one.arg: one.value for one in call.keywords}
        if last_name(call.func) != model.name or column.name not in given:
            continue
        value = given[column.name]
        looked_up = isinstance(value, ast.Call) and last_name(value.func) == "get"
        if looked_up or (isinstance(value, ast.Constant) and value.value is None):
            return replace(
                plain,
                why=f"`merge` writes all that the object was given, `{column.name}` as None too",
                confidence=SURE,
                place=placed(found.module, call, model.name),
                evidence=(*plain.evidence[:1], shown(found.module, call, "the object")),
                mend=("give the object only what is known, or load the row and change that",),
                edits=(),
            )
    return None


def _dumps_all(call: ast.Call) -> bool:
    chosen = {one.arg for one in call.keywords} & _CHOOSING
    return isinstance(call.func, ast.Attribute) and call.func.attr in _DUMPS and not chosen


def _is_written(module: SourceModule, call: ast.Call) -> bool:
    """Whether the function around sets attributes, or hands the values to an update."""
    around = module.function_of(call)
    names = {last_name(one.func) for one in module.inside(around, ast.Call)} if around else set()
    return bool(names & {"setattr", "values", "update", "sqlmodel_update"})


def _lenient(case: Case, column: str) -> tuple[Schema, SchemaField] | None:
    """A schema of a request that lets the field be missing."""
    if case.facts is None:
        return None
    asked = {name for route in case.facts.routes for name in route.request}
    functions = {spot.function for spot in case.spots()}
    named = {
        name
        for route in case.facts.routes
        if route.function.rpartition(".")[2] in functions
        for name in route.request
    } or asked
    for schema in case.facts.schemas:
        for field in schema.fields if schema.name in named else ():
            if field.name == column and not field.required:
                return schema, field
    return None


def _required(case: Case, schema: Schema, field: SchemaField) -> tuple[Edit, ...]:
    """The field without its `None`: only where the annotation is as plain as that."""
    found = attribute_of(case, schema.name, field.name)
    if found is None:
        return ()
    module, statement = found
    text = module.segment(statement)
    for ending in (" | None = None",):
        if text.endswith(ending):
            start, end = module.offsets(statement)
            return (Edit(module.path, start, end, text.removesuffix(ending)),)
    return ()


_SCHEMAS = """\
from pydantic import BaseModel


class TeamIn(BaseModel):
    name: str | None = None
"""
_API = """\
from fastapi import FastAPI

from app.schemas import TeamIn

app = FastAPI()


@app.post("/teams")
async def create(body: TeamIn, session):
    session.add(body)
    await session.commit()
"""
_REFUSED = "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) NOT NULL constraint failed: "
_CHANGING = """\
from app.writing import write


def change(session, team, body):
    write(team, body)
    session.commit()
"""
_WRITING = """\
def write(team, body):
    for name, value in body.model_dump().items():
        setattr(team, name, value)
"""
_MERGING = """\
from app.models import Member


def change(session, values):
    session.merge(Member(id=1, name=values.get("name"), team_id=1))
    session.commit()
"""
_COMMIT = ("/srv/app/changing.py", 6, "change", "session.commit()")


def _refused(column: str, statement: str) -> str:
    return f"{_REFUSED}{column}\n[SQL: {statement}]"


FAULT = Fault(
    name="not-null-violated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                _refused("teams.name", "INSERT INTO teams (name) VALUES (?)"),
                ("/srv/app/api.py", 11, "create", "await session.commit()"),
                EXECUTE,
            ),
            {"app/schemas.py": _SCHEMAS, "app/api.py": _API},
            "app/schemas.py:5",
            mended=True,
        ),
        Sample(
            trace(_refused("teams.name", "UPDATE teams SET name=? WHERE teams.id = ?"), _COMMIT),
            {"app/changing.py": _CHANGING, "app/writing.py": _WRITING},
            "app/writing.py:2",
            mended=True,
        ),
        Sample(
            trace(
                _refused("members.team_id", "UPDATE members SET team_id=? WHERE members.id = ?"),
                _COMMIT,
            ),
            {"app/changing.py": _CHANGING, "app/models.py": MODELS},
            "app/models.py:13",
            mended=True,
        ),
        Sample(
            trace(
                _refused("members.name", "UPDATE members SET name=? WHERE members.id = ?"), _COMMIT
            ),
            {"app/changing.py": _MERGING, "app/models.py": MODELS},
            "app/changing.py:5",
        ),
        Sample(
            'asyncpg.exceptions.NotNullViolationError: null value in column "email" of relation '
            '"users" violates not-null constraint'
        ),
    ),
)
