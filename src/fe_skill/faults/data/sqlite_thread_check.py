"""A SQLite connection was used in another thread than the one that made it.

Tell-tale: "SQLite objects created in a thread can only be used in that same thread".
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.sessions import engine_makers
from fe_skill.faults.looking.source import placed
from fe_skill.faults.mending import keyword
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says="SQLite objects created in a thread")
    if raised is None:
        return None
    spot = case.spot(raised)
    maker = next((m for m in engine_makers(case) if m.option("connect_args") is None), None)
    edits: tuple[Edit, ...] = ()
    plain = next(_plain(case), None) if maker is None else None
    if plain is not None:
        edits = (keyword(*plain, "check_same_thread", "False"),)
    if maker is not None:
        edits = (keyword(maker.module, maker.call, "connect_args", '{"check_same_thread": False}'),)
    place = maker.place if maker else placed(*plain) if plain else None
    return Diagnosis(
        what="a SQLite connection was used in another thread than its own",
        why="FastAPI runs plain functions in worker threads, each call in whichever is free",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("where it was used"),) if spot else (),
        mend=(
            'one session a request, and `connect_args={"check_same_thread": False}` on the engine',
        ),
        edits=edits,
    )


def _plain(case: Case) -> Iterator[tuple[SourceModule, ast.Call]]:
    """A connection that `sqlite3` itself makes."""
    for module in case.program.mentioning(b"sqlite3") if case.program else ():
        for call in module.calls_to("sqlite3.connect"):
            if not any(one.arg == "check_same_thread" for one in call.keywords):
                yield module, call


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
