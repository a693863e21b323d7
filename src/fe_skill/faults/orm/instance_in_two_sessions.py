"""An object of one session was given to another.

Tell-tale: "is already attached to session".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says="is already attached to session")
    if raised is None:
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what="an object that belongs to one session was added to another",
        why="an object can be in one session at a time",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way") for one in case.spots(raised)[-2:]),
        mend=(
            "work with one session throughout: hand the caller's session on",
            "or take a copy over: `obj = await session.merge(obj)`",
        ),
    )


FAULT = Fault(
    name="instance-in-two-sessions",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Object '<Task at 0x7f>' is already attached "
                "to "
                "session '2' (this is '3')",
                ("/app/app/audit.py", 6, "record", "session.add(task)"),
            )
        ),
    ),
)
