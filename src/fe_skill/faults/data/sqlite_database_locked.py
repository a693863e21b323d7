"""SQLite's one writer was held for longer than the others wait.

Tell-tale: "database is locked". A write transaction stays open, often across an await or in a
           second session of the same request.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import EXECUTE, trace
from fe_skill.faults.fault import CLEAR, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says="[Dd]atabase is locked|database table is locked")
    if raised is None:
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what="another transaction holds SQLite's only writer",
        why="SQLite has one writer at a time, and the other did not commit in time",
        confidence=CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the write that waited"),) if spot else (),
        mend=(
            "commit or close the other session before: one request, one session",
            "keep write transactions short, and out of waits for other services",
        ),
    )


FAULT = Fault(
    name="sqlite-database-locked",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked",
                ("/app/app/repo.py", 8, "save", "await session.commit()"),
                EXECUTE,
            )
        ),
    ),
)
