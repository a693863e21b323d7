"""A field that may be None has no default, so that it is still required.

In Pydantic 2 `X | None` says which values fit, not that the field may be left out.

Tell-tale: "Field required" for a field annotated `Optional[...]` or `... | None` without a default.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked_function, parameters, taking
from fe_skill.faults.looking.schemas import names_of
from fe_skill.faults.looking.source import attribute_of
from fe_skill.project.model import Schema, SchemaField

_MAY_BE_NONE = re.compile(r"\bOptional\[|\|\s*None\b|\bNone\s*\||Union\[.*\bNone\b")


def recognise(case: Case) -> Diagnosis | None:
    if case.facts is None:
        return None
    for error in case.errors:
        names = names_of(error)
        if error.type in {"missing", "value_error.missing"} and names:
            found = _field(case, names[-1])
            if found is not None:
                return _of_field(case, *found)
            diagnosis = _of_parameter(case, names[-1]) if len(names) == 1 else None
            if diagnosis is not None:
                return diagnosis
    return None


def _field(case: Case, name: str) -> tuple[Schema, SchemaField] | None:
    """The required field of that name which may be None, in the models of the request first."""
    route = taking(case)
    wanted = set(route.request) if route else set()
    said = set(re.findall(r"validation errors? for (\w+)", case.said))
    found = [
        (schema, field)
        for schema in (case.facts.schemas if case.facts else ())
        for field in schema.fields
        if field.name == name and field.required and _MAY_BE_NONE.search(field.type or "")
    ]
    near = [one for one in found if one[0].name in wanted | said]
    return (near or (found if len(found) == 1 and not wanted else [None]))[0]  # type: ignore[list-item]


def _of_field(case: Case, schema: Schema, field: SchemaField) -> Diagnosis:
    found = attribute_of(case, schema.name, field.name)
    edits: tuple[Edit, ...] = ()
    if found is not None and isinstance(found[1], ast.AnnAssign) and found[1].value is None:
        end = found[0].offsets(found[1])[1]
        edits = (Edit(found[0].path, end, end, " = None"),)
    return Diagnosis(
        what=f"`{schema.name}.{field.name}` may be None and has no default, so it has to be sent",
        why="in Pydantic 2 only a default makes a field one that may be left out",
        confidence=SURE,
        place=Place(field.where.path, field.where.line, f"{schema.name}.{field.name}"),
        evidence=(
            Evidence(
                "the field", field.where.path, field.where.line, f"{field.name}: {field.type}"
            ),
        ),
        mend=("give it a default: `= None`",),
        edits=edits,
        safe=True,
    )


def _of_parameter(case: Case, name: str) -> Diagnosis | None:
    found = asked_function(case, name)
    for argument, default in parameters(found[1]) if found else ():
        annotation = found[0].segment(argument.annotation) if found and argument.annotation else ""
        if argument.arg == name and default is None and _MAY_BE_NONE.search(annotation) and found:
            end = found[0].offsets(argument)[1]
            return Diagnosis(
                what=f"the parameter `{name}` may be None and has no default, so it has to be sent",
                why="only a default makes a parameter one that may be left out",
                confidence=SURE,
                place=Place(found[0].path, argument.lineno, found[1].name),
                mend=("give it a default: `= None`",),
                edits=(Edit(found[0].path, end, end, " = None"),),
                safe=True,
            )
    return None


_API = """\
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Profile(BaseModel):
    name: str
    nickname: str | None


@app.post("/profiles")
async def create(profile: Profile):
    return profile
"""

FAULT = Fault(
    name="optional-without-default",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /profiles gives 422: {"detail":[{"type":"missing","loc":["body","nickname"],'
            '"msg":"Field required","input":{"name":"Ada"}}]}',
            {"main.py": _API},
            "main.py:9",
            mended=True,
        ),
    ),
    docs=("https://docs.pydantic.dev/latest/migration/#required-optional-and-nullable-fields",),
)
