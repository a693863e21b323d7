"""The route reads a form, and the client sends JSON.

`OAuth2PasswordRequestForm`, `Form()` and `File()` read form fields.

Tell-tale: 422 `missing` with `loc` ["body", field], all inputs null, at a route with form fields.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import parameters, route_function, taking
from fe_skill.syntax.module import Function, SourceModule

_FORM = re.compile(r"OAuth2PasswordRequestForm|\bForm\(|\bFile\(|\bUploadFile\b")


def recognise(case: Case) -> Diagnosis | None:
    missing = [e for e in case.errors if e.type == "missing" and e.loc[:1] == ("body",)]
    if not missing or any(e.input not in ("None", "") for e in missing):
        return None
    found = _taking_form(case, {str(e.loc[-1]) for e in missing})
    if found is None:
        return None
    return Diagnosis(
        what="the route reads a form, and the client sent something else",
        why="form fields are read only from url-encoded and multipart bodies",
        confidence=SURE if taking(case) else CLEAR,
        place=Place(found[0].path, found[1].lineno, found[1].name),
        mend=(
            "send a form: `data={...}` in httpx, `-d 'username=...&password=...'` with curl",
            "or let the route take a model as JSON",
        ),
    )


def _taking_form(case: Case, names: set[str]) -> tuple[SourceModule, Function] | None:
    route = taking(case)
    routes = [route] if route else list(case.facts.routes if case.facts else ())
    for one in routes:
        found = route_function(case, one)
        for argument, default in parameters(found[1]) if found else ():
            parts = (argument.annotation, default)
            text = " ".join(found[0].segment(part) for part in parts if part and found)
            named = argument.arg in names or "RequestForm" in text or route is not None
            if _FORM.search(text) and named:
                return found
    return None


_API = """\
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm

app = FastAPI()


@app.post("/token")
async def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    return form.username
"""

FAULT = Fault(
    name="dependency-needs-form",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /token gives 422 {"detail":[{"type":"missing","loc":["body","username"],"msg":'
            '"Field required","input":null},{"type":"missing","loc":["body","password"],"msg":'
            '"Field required","input":null}]}',
            {"main.py": _API},
            "main.py:10",
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/request-forms/",),
)
