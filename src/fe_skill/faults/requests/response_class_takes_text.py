"""Something else than text was given to a response class that sends text as it is.

Tell-tale: "object has no attribute 'encode'" from `render`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.routes import route_function, taking
from fe_skill.faults.looking.source import Line, lines_with


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AttributeError", says=r"object has no attribute 'encode'")
    last = raised.frames[-1] if raised and raised.frames else None
    if raised is None or last is None or last.function != "render":
        return None
    kind = raised.message.partition("'")[2].partition("'")[0]
    spot = case.spot(raised)
    chosen = _class_chosen(case) if spot is None else None
    place = spot.place if spot else chosen.place() if chosen else None
    return Diagnosis(
        what=f"a `{kind}` was given to a response class that takes text",
        why="`Response`, `PlainTextResponse` and `HTMLResponse` send what they get as it is",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is answered"),)
        if spot
        else (chosen.evidence("the response class"),)
        if chosen
        else (),
        mend=(
            "answer data as JSON: leave the response class out, or take `JSONResponse`",
            "or return the text itself",
        ),
    )


def _class_chosen(case: Case) -> Line | None:
    """Where the response class of the asked route is set: at the route, or for all of them."""
    asked = route_function(case, taking(case))
    lines = lines_with(case, r"(?:default_)?response_class\s*=", "response_class")
    of_all = [line for line in lines if line.text.count("default_response_class")]
    own = [
        line
        for line in lines
        if asked
        and line.module is asked[0]
        and any(d.lineno <= line.number <= (d.end_lineno or 0) for d in asked[1].decorator_list)
    ]
    some = own or of_all or (lines if len(lines) == 1 else [])
    return some[0] if some else None


FAULT = Fault(
    name="response-class-takes-text",
    explanation=__doc__,
    recognise=recognise,
    explains=("value-of-wrong-kind", "attribute-missing"),
    samples=(
        Sample(
            trace(
                "AttributeError: 'dict' object has no attribute 'encode'",
                ("/usr/lib/python3.12/site-packages/starlette/responses.py", 56, "render", ""),
            ),
            {"app/main.py": "app = FastAPI(default_response_class=PlainTextResponse)\n"},
            "app/main.py:1",
        ),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/custom-response/",),
)
