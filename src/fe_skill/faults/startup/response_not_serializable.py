"""What is answered can't be written as JSON.

Tell-tale: "Object of type ... is not JSON serializable", `PydanticSerializationError`, "vars()
           argument must have __dict__".
Not this:  the same from the database (`object-in-a-json-column`), or from the detail of an
           HTTPException (`exception-in-the-detail`).
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import FASTAPI, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.integrity import in_database
from fe_skill.faults.looking.routes import route_function
from fe_skill.faults.looking.source import calls_at, lines_with
from fe_skill.faults.mending import around, imported
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Route

_SIGN = (
    r"is not JSON serializable|Unable to serialize unknown type|"
    r"vars\(\) argument must have __dict__|'ObjectId' object is not iterable"
)


def _in_the_encoder(case: Case) -> Raised | None:
    """What FastAPI's own encoder doesn't know breaks inside of it, where the rest was cut off."""
    for one in case.chain:
        encodes = one.frames and one.frames[-1].function == "jsonable_encoder"
        if encodes and one.name in {"KeyError", "TypeError", "ValueError", "AttributeError"}:
            return one
    return None


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "TypeError", "PydanticSerializationError", "ValueError", says=_SIGN
    ) or _in_the_encoder(case)
    if raised is None or "coroutine" in raised.message or in_database(raised):
        return None
    spot = case.spot(raised)
    kind = raised.message.partition("Object of type ")[2].partition(" ")[0] or (
        raised.message.rpartition(".")[2].rstrip("'>")
    )
    place = spot.place if spot else _returning(case, kind)
    return Diagnosis(
        what=f"`{kind}` can't be written as JSON",
        why="`JSONResponse` writes plain values only; FastAPI converts what a route returns"
        if spot
        else "FastAPI doesn't know how to write it, and the route has no response model",
        confidence=SURE if place and case.program else CLEAR if _answers(raised) else LIKELY,
        place=place,
        evidence=(spot.evidence("where it is answered"),) if spot else (),
        mend=(
            "convert before: `JSONResponse(jsonable_encoder(data))`",
            "or return a Pydantic model, and let FastAPI write it",
        ),
        edits=_encoded(case, spot),
        safe=True,
    )


def _answers(raised: Raised) -> bool:
    """Whether it came while an answer was written: the words alone may be anybody's."""
    return any(re.search(r"starlette|fastapi|pydantic", frame.path) for frame in raised.frames)


def _encoded(case: Case, spot: Spot | None) -> tuple[Edit, ...]:
    for module, call in calls_at(case, spot, "JSONResponse"):
        value = (
            call.args[0]
            if call.args
            else next((k.value for k in call.keywords if k.arg == "content"), None)
        )
        if value is None or (
            isinstance(value, ast.Call) and "jsonable_encoder" in module.segment(value)
        ):
            return ()
        used = imported(module, "fastapi.encoders", "jsonable_encoder")
        return (*around(module, value, "jsonable_encoder(", ")"), *used)
    return ()


def _returning(case: Case, kind: str) -> Place | None:
    """Where a path operation returns such an object."""
    for route in case.facts.routes if case.facts else ():
        if place := _in_route(case, route, kind):
            return place
    found = lines_with(case, rf"return\b.*\b{kind}\(", f"{kind}(") if kind.isidentifier() else []
    return found[0].place() if found else None


def _in_route(case: Case, route: Route, kind: str) -> Place | None:
    found = route_function(case, route)
    asked = case.response
    if found is None or (asked and asked.path and route.path != asked.path.partition("?")[0]):
        return None
    module, node = found
    for one in module.inside(node, ast.Return):
        if kind in module.segment(one):
            return Place(module.path, one.lineno, node.name)
    return None


FAULT = Fault(
    name="response-not-serializable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: Object of type datetime is not JSON serializable",
                ("/srv/app/respond.py", 4, "ok", 'return JSONResponse({"ok": True, **data})'),
            ),
            {
                "app/respond.py": "from fastapi.responses import JSONResponse\n\ndef ok(**data):\n"
                '    return JSONResponse({"ok": True, **data})\n'
            },
            "app/respond.py:4",
            mended=True,
        ),
        Sample(
            trace(
                "pydantic_core._pydantic_core.PydanticSerializationError: Unable to serialize "
                "unknown "
                "type: <class 'app.cart.Discount'>",
                FASTAPI,
            )
        ),
    ),
)
