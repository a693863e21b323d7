"""The project's own code builds a model from values that don't fit.

Tell-tale: Pydantic's `ValidationError` with a line of the project that makes the model.
Not this:  settings, responses, requests: FastAPI and pydantic-settings have names of their own.
"""

import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import PYDANTIC, trace
from fe_skill.faults.fault import CLEAR, LIKELY, OPEN, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.schemas import schema_named
from fe_skill.faults.looking.settings import is_filled_elsewhere, settings_error
from fe_skill.faults.reading.reading import Raised

_OWNER = re.compile(r"validation errors? for (\w+)")
_LIKE_SETTINGS = re.compile(r"(?i)^set+|se?t?t?i?n?gs?$|conf")
_OTHERS = frozenset(("model_type", "model_attributes_type", "get_attribute_error"))


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ValidationError")
    named = _OWNER.search(raised.message) if raised else None
    if raised is None or named is None or settings_error(case) is not None:
        return None
    if not case.errors:
        return _without_errors(case, raised, named[1])
    error = case.errors[0]
    if error.type in _OTHERS and " object at " in error.input:
        return None
    schema = schema_named(case, named[1])
    spot = _given(case)
    field = ".".join(map(str, error.loc)) or named[1]
    shown = (Evidence("the model", schema.where.path, schema.where.line),) if schema else ()
    return Diagnosis(
        what=f"`{named[1]}` was built from values that don't fit: {field}: {error.message}",
        why="a model checks what it is made of; here the project's own code makes it",
        confidence=SURE - 0.03
        if spot and schema
        else LIKELY
        if _LIKE_SETTINGS.search(named[1]) or is_filled_elsewhere(raised) or not _makes(spot)
        else CLEAR,
        place=spot.place if spot else None,
        evidence=(*((spot.evidence("where the values come from"),) if spot else ()), *shown),
        mend=(
            f"give `{field}` where the values are put together"
            if error.type == "missing"
            else f"correct `{field}` where the values are put together",
            "values from outside: catch the error there and answer for it",
        ),
    )


def _makes(spot: Spot | None) -> bool:
    """Whether a line gives values to a call: an import may as well lead to settings."""
    return spot is not None and re.search(r"^(?!.*__pydantic).*\((?!\))", spot.code) is not None


def _without_errors(case: Case, raised: Raised, name: str) -> Diagnosis | None:
    """The model is told, and what didn't fit was cut away."""
    if case.raised("ResponseValidationError", "RequestValidationError") or name.endswith(
        "Settings"
    ):
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what=f"`{name}` was built from values that don't fit; the text doesn't have which",
        why="a model checks what it is made of",
        confidence=OPEN,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where it is made"),) if spot else (),
        mend=(f"read the lines below `validation error for {name}`: they name field and value",),
    )


def _given(case: Case) -> Spot | None:
    """Where the values come from: behind helpers that only hand `**values` on."""
    spots = [spot for spot in case.spots() if not spot.path.startswith("<")]
    while len(spots) > 1 and re.search(
        r"\*\*|\bcls\(|model_validate\((?:data|values|raw)\)", spots[-1].code
    ):
        if "{" in spots[-1].code.partition("**")[0]:
            break
        spots.pop()
    return spots[-1] if spots else None


_ERROR = (
    "pydantic_core._pydantic_core.ValidationError: 1 validation error for Mail\nbody\n"
    "  Field required [type=missing, input_value={'to': 'a@example.com'}, input_type=dict]"
)

FAULT = Fault(
    name="model-input-invalid",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                _ERROR, ("/app/mails.py", 5, "build", 'return Mail(to="a@example.com")'), PYDANTIC
            ),
            {
                "mails.py": "from pydantic import BaseModel\n"
                "class Mail(BaseModel):\n    to: str\n    body: str\n"
                'def build():\n    return Mail(to="a@example.com")\n'
            },
        ),
    ),
)
