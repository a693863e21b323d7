"""A response doesn't fit the model that the route promises.

FastAPI checks what a path operation returns; the caller gets a 500. The model, or what is returned,
is wrong: a column that may be None under a field that may not, a field that nobody fills in, rows
of a result where the objects in them were meant.

Tell-tale: `ResponseValidationError`.
Not this:  an ORM object under a plain model (`orm-object-without-from-attributes`), a lazy load.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import FASTAPI, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.calls import Found, led_to
from fe_skill.faults.looking.reads import SIGNS
from fe_skill.faults.looking.schemas import (
    field_of,
    fields_called,
    names_of,
    place_of,
    schema_named,
)
from fe_skill.faults.looking.source import assigned_in, placed, shown
from fe_skill.faults.reading.reading import FieldError, Raised
from fe_skill.project.model import Route, Schema, SchemaField

# What reads a value that isn't there yet, or never will be, fails in its own words.
_ANOTHER = r"co?ro?ut?ine|never awaited|[Gg]reenlet|get_attribute|await_"
_ROW = re.compile(r"\(<[\w.]+ object at 0x\w+>,\)")
_READS = frozenset(("all", "first", "one", "one_or_none", "fetchall"))
# Letters may be lost, and others come between.
_COROUTINE = re.compile(r"\W*c" + "".join(rf"\W*{one}?" for one in "oroutine") + r"\W+ob?\W*j")
_OTHERS = ("model_type", "model_attributes_type", "dict_attributes_type")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ResponseValidationError")
    error = case.errors[0] if raised and case.errors else None
    if raised is None:
        return None
    if error is None:
        return _without_errors(case, raised)
    if _is_another(case, error):
        return None
    if _ROW.match(error.input) and (rows := _rows(case)):
        return rows
    endpoint = case.endpoint(raised)
    found = _field(case, error)
    place = place_of(found) if found else endpoint.place if endpoint else None
    name = ".".join(str(part) for part in error.loc[1:]) or "the response"
    return Diagnosis(
        what=f"`{name}` in the response doesn't fit its model: {_told(error)}",
        why="FastAPI checks what is returned against the response model",
        confidence=SURE
        if found
        else LIKELY
        if case.says(_ANOTHER) or not (error.input or error.type == "missing")
        else CLEAR
        if endpoint
        else LIKELY,
        place=place,
        evidence=(
            *((endpoint.evidence("the path operation"),) if endpoint else ()),
            *((Evidence("the field", place.path, place.line),) if found and place else ()),
        ),
        mend=_mend(error, found[1] if found else None),
    )


def _is_another(case: Case, error: FieldError) -> bool:
    """Whether another fault knows better: reading the value raised, or it is an unawaited one."""
    return (
        any(sign in one.message for one in case.errors for sign in SIGNS)
        or error.type == "get_attribute_error"
        or _COROUTINE.match(error.input) is not None
        or (error.type in _OTHERS and "object at " in error.input)
    )


def _rows(case: Case) -> Diagnosis | None:
    """Where a result is read as rows of one object each, on the way to the answer."""
    for found in led_to(case):
        for call in found.module.inside(found.node, ast.Call):
            result = _result(found, call)
            if result is None:
                continue
            end = found.module.offsets(result)[1]
            return Diagnosis(
                what="rows are answered where the objects in them were meant",
                why="`execute()` gives rows, even of one object each; `scalars()` takes them out",
                confidence=SURE,
                place=placed(found.module, call, found.node.name),
                evidence=(shown(found.module, call, "reads rows"),),
                mend=("read the result with `.scalars()`",),
                edits=(Edit(found.module.path, end, end, ".scalars()"),),
                safe=True,
            )
    return None


def _result(found: Found, call: ast.Call) -> ast.expr | None:
    """The result of `execute()` whose rows a call reads."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _READS:
        return None
    result = call.func.value
    given = assigned_in(found.module, found.node, getattr(result, "id", ""))
    text = found.module.segment(given[-1].value if given else result)
    return result if ".execute(" in text and "scalars(" not in text else None


def _without_errors(case: Case, raised: Raised) -> Diagnosis | None:
    """The exception is named, and what didn't fit was cut away."""
    if any(sign in case.said for sign in SIGNS) or raised.message:
        return None
    endpoint = case.endpoint(raised)
    return Diagnosis(
        what="a response doesn't fit its model; the text doesn't have which field",
        why="FastAPI checks what is returned against the response model",
        confidence=LIKELY,
        place=endpoint.place if endpoint else None,
        mend=("read the lines below `ResponseValidationError`: they name field and value",),
    )


def _told(error: FieldError) -> str:
    if error.type == "missing":
        return "it is missing"
    return f"{error.message}, and it is {error.input}" if error.input else error.message


def _mend(error: FieldError, field: SchemaField | None) -> tuple[str, ...]:
    if error.type == "missing":
        return ("return it, or give the field a default if its absence is right",)
    if error.input == "None":
        kind = f"{field.type} | None" if field and field.type else "... | None"
        return (
            f"if None is right, say so: `{field.name if field else 'field'}: {kind}`",
            "if not, find where the value should have come from",
        )
    return ("return the type that the model promises, or promise what is returned",)


def _field(case: Case, error: FieldError) -> tuple[Schema, SchemaField] | None:
    path = names_of(error)
    route = _route(case)
    words = _words(route.response_model) if route and route.response_model else []
    schema = next((s for w in words if (s := schema_named(case, w)) is not None), None)
    found = field_of(case, schema, path) if schema else None
    if found is None and path:
        several = fields_called(case, path[-1], set(words))
        found = several[0] if len(several) == 1 else None
    return found


def _route(case: Case) -> Route | None:
    endpoint = case.endpoint()
    for route in case.facts.routes if case.facts and endpoint else ():
        if (
            endpoint
            and route.where.path == endpoint.path
            and route.function.endswith(f".{endpoint.function}")
        ):
            return route
    return None


def _words(text: str) -> list[str]:
    return [w for w in text.replace("[", " ").replace("]", " ").replace(",", " ").split() if w]


_API = """\
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Product(BaseModel):
    sku: str
    description: str


@app.get("/products", response_model=list[Product])
async def products():
    return [{"sku": "A", "description": None}]
"""
_ERROR = (
    "fastapi.exceptions.ResponseValidationError: 1 validation error:\n"
    "  {'type': 'string_type', 'loc': ('response', 0, 'description'), 'msg': 'Input should be a "
    "valid string', 'input': None}\n\n"
    '  File "/srv/main.py", line 12, in products\n    GET /products'
)
_ROWS = _API.replace(
    "return [{",
    "found = await session.execute(select(Item))\n    return found.all()\n    return [{",
)
_OF_ROWS = (
    "fastapi.exceptions.ResponseValidationError: 1 validation error:\n"
    "  {'type': 'missing', 'loc': ('response', 0, 'sku'), 'msg': 'Field required', "
    "'input': (<main.Item object at 0x7f0a>,)}\n\n"
    '  File "/srv/main.py", line 13, in products\n    GET /products'
)

FAULT = Fault(
    name="response-does-not-fit-model",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(trace(_ERROR, FASTAPI), {"main.py": _API}, "main.py:9"),
        Sample(trace(_OF_ROWS, FASTAPI), {"main.py": _ROWS}, "main.py:15", mended=True),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/response-model/",),
)
