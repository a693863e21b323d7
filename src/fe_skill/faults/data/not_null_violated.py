"""A row was written without a value that its column needs.

Tell-tale: "NOT NULL constraint failed", "null value in column". Often the schema lets the value be
           missing, or the constructor leaves it out.
Not this:  the column made nullable only to silence it: the missing value is the fault.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.integrity import model_of, refusal, written_at
from fe_skill.faults.looking.schemas import place_of
from fe_skill.faults.looking.source import attribute_of
from fe_skill.project.model import Schema, SchemaField


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "not null":
        return None
    model = model_of(case, refused.table)
    column = next((c for c in model.columns if c.name == refused.column), None) if model else None
    schema = _lenient(case, refused.column)
    spot = written_at(case)
    place = place_of(schema) if schema else None
    shown = (Evidence("the column", column.where.path, column.where.line),) if column else ()
    name = f"`{refused.table}.{refused.column}`" if refused.table else f"`{refused.column}`"
    return Diagnosis(
        what=f"a row was written without a value for {name}, which must have one",
        why="the schema lets the value be missing, and the column doesn't"
        if schema
        else "nothing gave the value before the row was written",
        confidence=SURE if schema else CLEAR if spot else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(*((spot.evidence("where it was written"),) if spot else ()), *shown),
        mend=(
            f"require `{refused.column}` in the schema, so that its absence is a 422",
            "or give it where the object is made; a default only where one makes sense",
        ),
        edits=_required(case, *schema) if schema else (),
    )


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
_ERROR = (
    "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) NOT NULL constraint failed: "
    "teams.name\n[SQL: INSERT INTO teams (name) VALUES (?)]"
)

FAULT = Fault(
    name="not-null-violated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(_ERROR, ("/srv/app/api.py", 11, "create", "await session.commit()"), EXECUTE),
            {"app/schemas.py": _SCHEMAS, "app/api.py": _API},
            "app/schemas.py:5",
            mended=True,
        ),
        Sample(
            'asyncpg.exceptions.NotNullViolationError: null value in column "email" of relation '
            '"users" violates not-null constraint'
        ),
    ),
)
