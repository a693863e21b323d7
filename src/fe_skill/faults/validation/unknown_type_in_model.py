"""A model has a field of a class that Pydantic can't check.

Tell-tale: "Unable to generate pydantic-core schema for".
Not this:  a session or an ORM class in a path operation's signature
           (`invalid-response-annotation`).
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.schemas import configured
from fe_skill.faults.looking.source import class_named

_SIGN = re.compile(r"Unable to generate pydantic-core schema for (?:<class ')?([\w.<>]+)")
_CLASS = re.compile(r"class (\w+)")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("PydanticSchemaGenerationError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None or case.raised("FastAPIError"):
        return None
    kind = found[1].rpartition(".")[2]
    spot = case.spot(raised)
    named = _CLASS.match(spot.code) if spot else None
    owner = class_named(case, named[1]) if named else None
    line = _field(owner[1], kind) if owner else None
    place = Place(owner[0].path, line, kind) if owner and line else spot.place if spot else None
    return Diagnosis(
        what=f"a model has a field of `{kind}`, a class that Pydantic can't check",
        why="Pydantic knows types by annotations or by what a class tells about itself",
        confidence=SURE if line else CLEAR,
        place=place,
        evidence=(spot.evidence("the model"),) if spot else (),
        mend=(
            "only its type is to be checked: `ConfigDict(arbitrary_types_allowed=True)`",
            f"it should come in and go out: a Pydantic model or dataclass in the place of `{kind}`",
        ),
        edits=configured(case, named[1], "arbitrary_types_allowed", "True", "ConfigDict")
        if named
        else (),
    )


def _field(owner: ast.ClassDef, kind: str) -> int | None:
    for node in owner.body:
        if isinstance(node, ast.AnnAssign):
            parts = ast.walk(node.annotation)
            if any(getattr(one, "id", getattr(one, "attr", "")) == kind for one in parts):
                return node.lineno
    return None


_SCHEMAS = """\
from app.money import Money
from pydantic import BaseModel


class Offer(BaseModel):
    price: Money
"""

FAULT = Fault(
    name="unknown-type-in-model",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "pydantic.errors.PydanticSchemaGenerationError: Unable to generate pydantic-core "
                "schema for <class 'app.money.Money'>. Set `arbitrary_types_allowed=True`",
                ("/srv/app/schemas.py", 5, "<module>", "class Offer(BaseModel):"),
            ),
            {"app/schemas.py": _SCHEMAS},
            "app/schemas.py:6",
            mended=True,
        ),
    ),
)
