"""The body came in another form than the route reads.

A route with a model reads JSON; with `Form()` it reads a form. A body without the right
`content-type` arrives as plain text.

Tell-tale: 422 "Input should be a valid dictionary" with text as its input, `json_invalid`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import route_function, taking

_TYPES = frozenset(("model_attributes_type", "dict_type", "model_type", "json_invalid"))


def recognise(case: Case) -> Diagnosis | None:
    error = next((e for e in case.errors if e.type in _TYPES and e.loc[:1] == ("body",)), None)
    texts = error is not None and (error.input_type == "str" or error.type == "json_invalid")
    if error is None or not texts or case.raised("ResponseValidationError"):
        return None
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


FAULT = Fault(
    name="wrong-content-type",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            '422 {"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input '
            "should be a "
            'valid dictionary or object to extract fields from","input":"email=a%40b.c"}]}'
        ),
    ),
)
