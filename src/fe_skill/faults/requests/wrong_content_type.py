"""The body came in another form than the route reads.

A route with a model reads JSON; with `Form()` it reads a form. A body without the right
`content-type` arrives as plain text.

Tell-tale: 422 "Input should be a valid dictionary" with text as its input, `json_invalid`.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import route_function, taking
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.mending import replaced

_TYPES = frozenset(("model_attributes_type", "dict_type", "model_type", "json_invalid"))


_UNREADABLE = re.compile(
    r"error parsing the body|Expected boundary character|Missing boundary in multipart|"
    r"Too many (?:fields|files|parts)|Part exceeded maximum size|Did not find boundary"
)


def recognise(case: Case) -> Diagnosis | None:
    if case.raised(says=_UNREADABLE.pattern) or (not case.whole and case.says(_UNREADABLE.pattern)):
        return _unreadable()
    error = next((e for e in case.errors if e.type in _TYPES and e.loc[:1] == ("body",)), None)
    texts = error is not None and (error.input_type == "str" or error.type == "json_invalid")
    if error is None or not texts or case.raised("ResponseValidationError"):
        return None
    if re.match(r"['\"]?\s*[{\[]", error.input) and (twice := _encoded_twice(case)):
        return twice
    found = route_function(case, taking(case))
    form = "=" in error.input and "{" not in error.input
    return Diagnosis(
        what="the body is no JSON"
        if error.type == "json_invalid"
        else "the body came as text, not as JSON",
        why="the client sent a form, and the route reads JSON"
        if form
        else "the body isn't valid JSON, or its `content-type` doesn't say that it is",
        confidence=SURE if found else CLEAR,
        place=Place(found[0].path, found[1].lineno, found[1].name) if found else None,
        mend=(
            "send JSON: `json=...` in httpx, `-H 'content-type: application/json'` with curl",
            "or take a form: `Annotated[Model, Form()]`",
        ),
    )


def _encoded_twice(case: Case) -> Diagnosis | None:
    """A client that makes text of the body, and has that made JSON once more."""
    for module in case.program.mentioning(b"dumps(") if case.program else ():
        for given in module.nodes(ast.keyword):
            value = given.value
            if given.arg == "json" and isinstance(value, ast.Call) and value.args:
                inner = module.segment(value.args[0])
                if last_name(value.func) == "dumps":
                    return Diagnosis(
                        what="the body is encoded twice: as text, and that as JSON",
                        why="`json=` encodes what it is given",
                        confidence=SURE,
                        place=placed(module, value, "json"),
                        evidence=(shown(module, value, "what is sent"),),
                        mend=(f"`json={inner}`, or `content=...` with text that is JSON already",),
                        edits=(replaced(module, value, inner),),
                        safe=True,
                    )
    return None


def _unreadable() -> Diagnosis:
    return Diagnosis(
        what="the body can't be read as what its `content-type` says",
        why="a form was put together by hand, its boundary or encoding is wrong, or the library "
        "that reads forms isn't there",
        confidence=LIKELY,
        mend=(
            "let the client make the form, and set no `content-type` by hand: `files=...`, "
            "`FormData`",
            "see that `python-multipart` is installed where the server runs",
        ),
    )


FAULT = Fault(
    name="wrong-content-type",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /breads gives 422 {"detail":[{"type":"model_attributes_type","loc":["body"],'
            '"msg":"Input should be a valid dictionary or object to extract fields from",'
            '"input":"{\\"name\\": \\"rye\\"}"}]}',
            {"tests/helpers.py": 'client.post("/breads", json=json.dumps(bread))\n'},
            "tests/helpers.py:1",
            mended=True,
        ),
        Sample('POST /upload gives 400 {"detail":"There was an error parsing the body"}'),
        Sample(
            '422 {"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input '
            "should be a "
            'valid dictionary or object to extract fields from","input":"email=a%40b.c"}]}'
        ),
    ),
)
