"""An object was given to a model that reads only dictionaries.

A Pydantic model takes attributes of an object only with `from_attributes=True`.

Tell-tale: `model_type`, `model_attributes_type` or `dict_type` with an object as its input.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import PYDANTIC, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.schemas import configured, schema_named
from fe_skill.faults.looking.source import class_named, placed
from fe_skill.faults.reading.reading import FieldError
from fe_skill.project.model import Schema

_TYPES = frozenset(("model_type", "model_attributes_type", "dict_type", "dict_attributes_type"))
_SCHEMA = re.compile(r"instance of (\w+)|validation errors? for (?:list\[)?(\w+)")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ValidationError", "ResponseValidationError")
    error = next((e for e in case.errors if e.type in _TYPES and _is_object(e)), None)
    if raised is None or error is None:
        return None
    schema = _schema(case, error, raised.message)
    found = class_named(case, schema.name) if schema else None
    spot = case.spot(raised)
    name = f"`{schema.name}`" if schema else "the model"
    return Diagnosis(
        what=f"{name} was given an object, and reads only dictionaries",
        why="a Pydantic model reads attributes only where its configuration says so",
        confidence=SURE if found else CLEAR if case.program is None else LIKELY,
        place=placed(*found, schema.name) if found and schema else spot.place if spot else None,
        evidence=(spot.evidence("where it was given"),) if spot else (),
        mend=("`model_config = ConfigDict(from_attributes=True)` in the model",),
        edits=configured(case, schema.name, "from_attributes", "True", "ConfigDict")
        if schema
        else (),
        safe=True,
    )


def _is_object(error: FieldError) -> bool:
    return (
        " object at " in error.input
        or error.input.startswith(("<", "[<"))
        or (error.input_type[:1].isupper() and "(" in error.input)
    )


def _schema(case: Case, error: FieldError, message: str) -> Schema | None:
    """The model that was asked to read, if it doesn't read attributes already."""
    names = [
        name for found in _SCHEMA.findall(f"{error.message}\n{message}") for name in found if name
    ]
    endpoint = case.endpoint()
    for route in case.facts.routes if case.facts and endpoint else ():
        if endpoint and route.function.endswith(f".{endpoint.function}") and route.response_model:
            names += re.findall(r"\w+", route.response_model)
    schemas = (schema_named(case, name) for name in names)
    return next((one for one in schemas if one is not None and not one.from_attributes), None)


_SCHEMAS = "from pydantic import BaseModel\n\n\nclass BookOut(BaseModel):\n    title: str\n"
_ERROR = (
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for BookOut\n"
    "  Input should be a valid dictionary or instance of BookOut [type=model_type, "
    "input_value=<app.models.Book object at 0x7f>, input_type=Book]"
)

FAULT = Fault(
    name="orm-object-without-from-attributes",
    explanation=__doc__,
    recognise=recognise,
    explains=("model-input-invalid",),
    samples=(
        Sample(
            trace(
                _ERROR, ("/app/service.py", 15, "show", "BookOut.model_validate(book)"), PYDANTIC
            ),
            {"schemas.py": _SCHEMAS},
            "schemas.py:4",
            mended=True,
        ),
    ),
    docs=("https://docs.pydantic.dev/latest/concepts/models/#arbitrary-class-instances",),
)
