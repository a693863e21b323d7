"""A mapped class has no primary key.

Tell-tale: "could not assemble any primary key columns".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import class_named, placed

_SIGN = re.compile(r"Mapper\[(\w+)\(\w*\)\] could not assemble any primary key")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ArgumentError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    owner = class_named(case, found[1])
    spot = case.spot(raised)
    return Diagnosis(
        what=f"`{found[1]}` has no primary key",
        why="the session tells objects apart by their key",
        confidence=SURE if owner else CLEAR,
        place=placed(*owner, found[1]) if owner else spot.place if spot else None,
        mend=(
            "give it one: `id: Mapped[int] = mapped_column(primary_key=True)`",
            "or mark the columns that tell its rows apart, all of them, as `primary_key=True`",
        ),
    )


FAULT = Fault(
    name="model-without-primary-key",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.ArgumentError: Mapper Mapper[Sample(samples)] could not assemble "
                "any primary key columns for mapped table 'samples'",
                ("/app/metrics/samples.py", 8, "<module>", "class Sample(Base):"),
            )
        ),
    ),
)
