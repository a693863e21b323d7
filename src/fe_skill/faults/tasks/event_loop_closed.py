"""Something is used after its event loop has ended.

A connection, a client or a task belongs to the loop in which it was made. Tests that run each in a
loop of their own meet it with an engine that all share; scripts, when a connection is thrown away
after `asyncio.run` has ended.

Tell-tale: "Event loop is closed".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.loops import shared


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says="Event loop is closed")
    if raised is None and (case.chain or not case.says("RuntimeError: Event loop is closed")):
        return None
    spot = case.spot(raised)
    found = next(iter(shared(case)), None)
    place = found.place if found else spot.place if spot else None
    return Diagnosis(
        what="something that belongs to an event loop is used after that loop has ended",
        why="an engine keeps its connections, and each belongs to the loop that opened it",
        confidence=CLEAR if found or case.program is None else LIKELY,
        place=Place(place.path, place.line, place.symbol) if place else None,
        evidence=(
            *((found.evidence,) if found else ()),
            *((spot.evidence("where it was used"),) if spot else ()),
        ),
        mend=(
            "`await engine.dispose()` before the loop ends",
            "in tests: one loop for the session, or an engine for each test, with `NullPool`",
        ),
    )


FAULT = Fault(
    name="event-loop-closed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Event loop is closed",
                ("/usr/lib/python3.12/asyncio/base_events.py", 540, "_check_closed", ""),
            )
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html",),
)
