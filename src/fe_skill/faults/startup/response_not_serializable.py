"""What is answered can't be written as JSON, or as the text that its response class takes.

Tell-tale: "Object of type ... is not JSON serializable", `PydanticSerializationError`, "vars()
           argument must have __dict__"; "object has no attribute 'encode'" from `render`.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import FASTAPI, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.calls import Found, led_to
from fe_skill.faults.looking.routes import parameters, route_function, taking
from fe_skill.faults.looking.source import Line, calls_at, last_name, lines_with, placed, shown
from fe_skill.faults.mending import around, imported
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Route

_SIGN = (
    r"is not JSON serializable|Unable to serialize unknown type|"
    r"vars\(\) argument must have __dict__"
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
        "TypeError", "PydanticSerializationError", "ValueError", "StatementError", says=_SIGN
    ) or _in_the_encoder(case)
    if raised is None:
        return _not_text(case)
    if "coroutine" in raised.message:
        return None
    spot = case.spot(raised)
    if (detail := _detail(case) or _stored(case, raised)) is not None:
        return detail
    kind = raised.message.partition("Object of type ")[2].partition(" ")[0] or (
        raised.message.rpartition(".")[2].rstrip("'>")
    )
    place = spot.place if spot else _returning(case, kind)
    return Diagnosis(
        what=f"`{kind}` can't be written as JSON",
        why="`JSONResponse` writes plain values only; FastAPI converts what a route returns"
        if spot
        else "FastAPI doesn't know how to write it, and the route has no response model",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is answered"),) if spot else (),
        mend=(
            "convert before: `JSONResponse(jsonable_encoder(data))`",
            "or return a Pydantic model, and let FastAPI write it",
        ),
        edits=_encoded(case, spot),
        safe=True,
    )


def _not_text(case: Case) -> Diagnosis | None:
    """A class that sends text as it is was given something else."""
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


def _detail(case: Case) -> Diagnosis | None:
    """An exception object in the detail of an `HTTPException`, which its handler has to write."""
    for found in led_to(case):
        for call in found.module.inside(found.node, ast.Call):
            given = (*call.args[1:], *(one.value for one in call.keywords if one.arg == "detail"))
            held = [one for part in given for one in _exceptions(found, part)]
            if last_name(call.func) == "HTTPException" and held:
                edits = (around(found.module, one, "str(", ")") for one in held)
                return Diagnosis(
                    what="the detail of an HTTPException holds an exception object",
                    why="the detail is written as JSON, which knows plain values only",
                    confidence=SURE,
                    place=placed(found.module, call, found.node.name),
                    evidence=(shown(found.module, call, "what is answered"),),
                    mend=("give its text: `detail=str(error)`",),
                    edits=tuple(edit for pair in edits for edit in pair),
                    safe=True,
                )
    return None


def _stored(case: Case, raised: Raised) -> Diagnosis | None:
    """A Pydantic model given to a JSON column, which keeps plain values only."""
    kind = raised.message.partition("Object of type ")[2].partition(" ")[0]
    program = case.program
    if "[SQL" not in raised.message or program is None or not program.schemas_named(kind):
        return None
    models = {one.name for one in program.facts.models}
    for found in led_to(case):
        function = program.function_at(found.module, found.node)
        for call in found.module.inside(found.node, ast.Call):
            for given in call.keywords if function and last_name(call.func) in models else ():
                held = program.type_of(function, given.value) if function else None
                if held and not held.many and held.name.rpartition(".")[2] == kind:
                    return Diagnosis(
                        what=f"a `{kind}` was given to a column that keeps JSON",
                        why="the column writes plain values only",
                        confidence=SURE,
                        place=placed(found.module, given.value, last_name(call.func)),
                        evidence=(shown(found.module, given.value, "what is stored"),),
                        mend=('give what it holds: `.model_dump(mode="json")`',),
                        edits=around(found.module, given.value, "", '.model_dump(mode="json")')[1:],
                        safe=True,
                    )
    return None


def _exceptions(found: Found, part: ast.expr) -> Iterator[ast.Name]:
    """The names in an expression that stand for an exception object as it is."""
    caught = {handler.name for handler in found.module.inside(found.node, ast.ExceptHandler)} | {
        one.arg
        for one, _ in parameters(found.node)
        if one.annotation and last_name(one.annotation).endswith(("Exception", "Error"))
    }
    for node in ast.walk(part):
        around_it = found.module.parent(node)
        plain = not isinstance(around_it, (ast.Call, ast.Attribute, ast.FormattedValue))
        if isinstance(node, ast.Name) and node.id in caught and (plain or node is part):
            yield node


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


_FILLING = """\
from pydantic import BaseModel
from sqlalchemy import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Address(BaseModel):
    town: str


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[dict] = mapped_column(JSON)


def stored(session, address: Address):
    session.add(Order(address=address))
    session.commit()
"""
_REFUSING = """\
from fastapi import HTTPException


def refused(error: Exception):
    return HTTPException(400, detail={"error": error})
"""

FAULT = Fault(
    name="response-not-serializable",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: Object of type ValueError is not JSON serializable",
                (
                    "/srv/refusing.py",
                    6,
                    "refused",
                    'return HTTPException(400, detail={"error": e})',
                ),
            ),
            {"refusing.py": _REFUSING},
            "refusing.py:5",
            mended=True,
        ),
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
                "sqlalchemy.exc.StatementError: (builtins.TypeError) Object of type Address is not "
                "JSON serializable\n[SQL: INSERT INTO orders (address) VALUES (?)]",
                ("/srv/filling.py", 22, "stored", "session.commit()"),
            ),
            {"filling.py": _FILLING},
            "filling.py:21",
            mended=True,
        ),
        Sample(
            trace(
                "AttributeError: 'dict' object has no attribute 'encode'",
                ("/usr/lib/python3.12/site-packages/starlette/responses.py", 56, "render", ""),
            ),
            {"app/main.py": "app = FastAPI(default_response_class=PlainTextResponse)\n"},
            "app/main.py:1",
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
