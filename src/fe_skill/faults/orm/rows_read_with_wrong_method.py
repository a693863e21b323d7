"""One row was asked for, and another number of rows was there.

`one()`, `scalar_one()` and `scalar_one_or_none()` insist; `first()` and `limit(1)` don't.

Tell-tale: `MultipleResultsFound`, `NoResultFound`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("MultipleResultsFound", "NoResultFound")
    if raised is None:
        return None
    spot = case.spot(raised)
    several = raised.name == "MultipleResultsFound"
    return Diagnosis(
        what="more than one row was found where one was asked for"
        if several
        else "no row was found where one was required",
        why="the method that reads the result insists on its number of rows",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where the result is read"),) if spot else (),
        mend=(
            "narrow the query, or take the one that is meant: `order_by(...)` and `.limit(1)`",
            "a value that has to be single: give its column `unique=True`, and a migration",
        )
        if several
        else ("read with `scalar_one_or_none()`, and answer 404 when it gives None",),
    )


FAULT = Fault(
    name="rows-read-with-wrong-method",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.MultipleResultsFound: Multiple rows were found when one or none "
                "was "
                "required",
                ("/app/app/lookup.py", 12, "price", "return result.scalar_one_or_none()"),
            )
        ),
        Sample("sqlalchemy.exc.NoResultFound: No row was found when one was required"),
    ),
    lookalikes=(Sample("    except NoResultFound: raise HTTPException(404) from None"),),
)
