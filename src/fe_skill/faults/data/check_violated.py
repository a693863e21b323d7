"""A value was written that a check constraint forbids.

The schema should refuse what the database refuses, so that the caller gets a 422.

Tell-tale: "CHECK constraint failed", "violates check constraint".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.integrity import refusal, written_at
from fe_skill.faults.looking.source import Line, lines_with


def recognise(case: Case) -> Diagnosis | None:
    refused = refusal(case)
    if refused is None or refused.kind != "check":
        return None
    spot = written_at(case)
    declared = _declared(case, refused.constraint)
    return Diagnosis(
        what=f"a value breaks the check `{refused.constraint}` of the table",
        why="the schema lets the value through, and the database doesn't",
        confidence=SURE if declared else CLEAR,
        place=declared.place(refused.constraint) if declared else spot.place if spot else None,
        evidence=(
            *((declared.evidence("the check"),) if declared else ()),
            *((spot.evidence("where it was written"),) if spot else ()),
        ),
        mend=("say the same bounds in the schema: `Field(ge=..., le=...)`, so that it is a 422",),
    )


def _declared(case: Case, constraint: str) -> Line | None:
    """The constraint by its name, or by what a naming convention adds to it."""
    for name in (constraint, constraint.partition("_")[2], constraint.rsplit("_", maxsplit=1)[-1]):
        if name and (found := lines_with(case, rf"['\"]{re.escape(name)}['\"]", name)):
            return found[0]
    return next(iter(lines_with(case, r"CheckConstraint\(", "CheckConstraint")), None)


FAULT = Fault(
    name="check-violated",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.IntegrityError: (sqlite3.IntegrityError) CHECK constraint failed: "
                "amount_not_negative",
                ("/app/stock.py", 7, "store", "await connection.execute(statement)"),
                EXECUTE,
            )
        ),
    ),
)
