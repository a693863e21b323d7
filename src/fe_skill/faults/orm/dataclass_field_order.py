"""A field without a default follows one that has a default.

A mapped dataclass keeps the rule of dataclasses: what has to be given comes first.

Tell-tale: "non-default argument ... follows default argument".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import attribute_of, placed

_SIGN = re.compile(r"non-default argument '(\w+)' follows default argument")
_CLASS = re.compile(r"creating dataclass for '(\w+)'|^class (\w+)", re.MULTILINE)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    spot = case.spot(raised)
    owner = _CLASS.search("\n".join([case.said, spot.code if spot else ""]))
    name = (owner[1] or owner[2]) if owner else ""
    field = attribute_of(case, name, found[1])
    return Diagnosis(
        what=f"`{found[1]}` has no default and follows a field that has one",
        why="the constructor takes fields in their order, those that have to be given first",
        confidence=SURE if field else CLEAR,
        place=placed(*field, f"{name}.{found[1]}") if field else spot.place if spot else None,
        evidence=(spot.evidence("the class"),) if spot else (),
        mend=(
            "move it above the fields with defaults",
            "or keep the order and make them keywords: `kw_only=True`; `init=False` for keys",
        ),
    )


FAULT = Fault(
    name="dataclass-field-order",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: non-default argument 'kind' follows default argument",
                ("/app/jobs.py", 8, "<module>", "class Job(Base):"),
            )
        ),
    ),
)
