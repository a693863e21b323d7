"""With two body parameters each is expected under its own name.

One model is the whole body; as soon as there is a second, the body has to be
`{"user": {...}, "audit": {...}}`. A parameter that was meant as a dependency can be that second.

Tell-tale: 422 `missing` with `loc` ["body", parameter], where the parameter is a model.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked_function, parameters
from fe_skill.faults.looking.schemas import missing_in, schema_named
from fe_skill.faults.looking.source import last_name


def recognise(case: Case) -> Diagnosis | None:
    names = missing_in(case, "body")
    if not names:
        return None
    found = asked_function(case, *names)
    models = [a for a, _ in parameters(found[1]) if _is_model(case, a)] if found else []
    embedded = [a for a in models if a.arg in names]
    if found is None or not embedded:
        return None
    several = len(models) > 1
    return Diagnosis(
        what=f"the body is expected as {{{', '.join(repr(a.arg) + ': {...}' for a in models)}}}",
        why="there are several body parameters, so that each has its own name in the body"
        if several
        else "`embed=True` asks for the body under the parameter's name",
        confidence=SURE if several else CLEAR,
        place=Place(found[0].path, found[1].lineno, found[1].name),
        mend=(
            "send each under its name, or leave one body parameter",
            "one of them isn't meant as a body: inject it by `Depends(...)`",
        ),
    )


def _is_model(case: Case, argument: ast.arg) -> bool:
    name = last_name(argument.annotation) if argument.annotation else ""
    return schema_named(case, name) is not None


_API = """\
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    name: str


class Audit(BaseModel):
    by: str = "me"


@app.put("/users")
async def update(user: User, audit: Audit = Audit()):
    return user
"""

FAULT = Fault(
    name="body-not-embedded",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'PUT /users gives 422 {"detail":[{"type":"missing","loc":["body","user"],"msg":"Field '
            'required","input":null}]}',
            {"main.py": _API},
            "main.py:16",
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/body-multiple-params/",),
)
