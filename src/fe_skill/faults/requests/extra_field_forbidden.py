"""The client sends a field that the schema doesn't know and forbids.

Tell-tale: 422 `extra_forbidden`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.routes import taking
from fe_skill.faults.looking.schemas import names_of, schema_named
from fe_skill.faults.looking.source import attribute_of
from fe_skill.project.model import Schema


def recognise(case: Case) -> Diagnosis | None:
    error = next((e for e in case.errors if e.type == "extra_forbidden"), None)
    if error is None or case.raised("ValidationError") or not _from_outside(case):
        return None
    name = (names_of(error) or ["?"])[-1]
    schema = _schema(case)
    near = nearest(name, (f.name for f in schema.fields)) if schema else None
    place = Place(schema.where.path, schema.where.line, schema.name) if schema else None
    field = next((f for f in schema.fields if f.name == near), None) if schema else None
    return Diagnosis(
        what=f"`{name}` was sent, and the schema knows no such field"
        + (f"; it has `{near}`" if near else ""),
        why='`extra="forbid"` refuses what has no field',
        confidence=SURE if near else CLEAR,
        place=place,
        evidence=(Evidence("the nearest field", field.where.path, field.where.line, field.name),)
        if field
        else (),
        mend=(
            f"one name on both sides: `{near}` in the request, or `{name}` in the schema"
            if near
            else f"add `{name}` to the schema, or don't send it",
        ),
        edits=_renamed(case, schema, near, name) if schema and near else (),
    )


def _from_outside(case: Case) -> bool:
    """Whether an answer or FastAPI's own exception tells it, and no other exception does."""
    answered = case.response is not None and bool(case.response.errors)
    return answered or case.raised("RequestValidationError") is not None


def _schema(case: Case) -> Schema | None:
    route = taking(case)
    found = [s for name in (route.request if route else ()) if (s := schema_named(case, name))]
    return found[0] if found else None


def _renamed(case: Case, schema: Schema, old: str, new: str) -> tuple[Edit, ...]:
    """The field under the name that clients send, where nothing else in the project uses it."""
    found = attribute_of(case, schema.name, old)
    uses = 0
    for module in case.program.mentioning(old.encode()) if case.program else ():
        uses += module.text.count(old)
    target = getattr(found[1], "target", None) if found else None
    if found is None or target is None or uses != 1:
        return ()
    start, end = found[0].offsets(target)
    return (Edit(found[0].path, start, end, new),)


_API = """\
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

app = FastAPI()


class UserIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fullname: str | None = None


@app.post("/users")
async def create(body: UserIn):
    return body
"""

FAULT = Fault(
    name="extra-field-forbidden",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /users gives 422 {"detail":[{"type":"extra_forbidden","loc":["body","full_name"],'
            '"msg":"Extra inputs are not permitted","input":"Ada"}]}',
            {"main.py": _API},
            "main.py:7",
            mended=True,
        ),
    ),
)
