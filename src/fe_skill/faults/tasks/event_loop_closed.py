"""Something of an event loop is used after the loop was closed.

In tests most often: an engine made once keeps connections of a loop that ended with an earlier
test.

Tell-tale: "Event loop is closed".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Sample
from fe_skill.faults.looking.sessions import engine_makers


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says="Event loop is closed")
    if raised is None:
        return None
    engine = next((m for m in engine_makers(case) if m.module.function_of(m.call) is None), None)
    spot = case.spot(raised)
    place = engine.place if engine else spot.place if spot else None
    return Diagnosis(
        what="a connection or client of a closed event loop was used",
        why="what was made in one event loop lives and dies with it",
        confidence=CLEAR if engine else LIKELY,
        place=place,
        evidence=(spot.evidence("where it was used"),) if spot else (),
        mend=(
            "close it while its loop runs: `await engine.dispose()` in the lifespan or fixture",
            'in tests: one loop for all (`asyncio_default_fixture_loop_scope = "session"`), or an '
            "engine for each test, with `poolclass=NullPool`",
        ),
    )


FAULT = Fault(
    name="event-loop-closed",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace("RuntimeError: Event loop is closed", ("/srv/app/db.py", 9, "x", "await c()"))
        ),
    ),
)
