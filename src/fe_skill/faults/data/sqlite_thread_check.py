"""A SQLite connection was used in another thread than the one that made it.

Tell-tale: "SQLite objects created in a thread can only be used in that same thread".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.sessions import engine_makers
from fe_skill.faults.mending import keyword


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says="SQLite objects created in a thread")
    if raised is None:
        return None
    spot = case.spot(raised)
    maker = next((m for m in engine_makers(case) if m.option("connect_args") is None), None)
    edits: tuple[Edit, ...] = ()
    if maker is not None:
        edits = (keyword(maker.module, maker.call, "connect_args", '{"check_same_thread": False}'),)
    return Diagnosis(
        what="a SQLite connection was used in another thread than its own",
        why="FastAPI runs plain functions in worker threads, each call in whichever is free",
        confidence=SURE if maker else CLEAR,
        place=maker.place if maker else spot.place if spot else None,
        evidence=(spot.evidence("where it was used"),) if spot else (),
        mend=(
            'one session a request, and `connect_args={"check_same_thread": False}` on the engine',
        ),
        edits=edits,
    )


FAULT = Fault(
    name="sqlite-thread-check",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.ProgrammingError: (sqlite3.ProgrammingError) SQLite objects "
                "created "
                "in a thread can only be used in that same thread.",
                ("/app/app/repo.py", 8, "read", "return session.scalars(statement).all()"),
            )
        ),
    ),
)
