"""An object that belongs to one event loop was used in another.

An engine, lock or client that a module makes belongs to the loop that used it first; each test,
each `asyncio.run`, has a loop of its own.

Tell-tale: "attached to a different loop", "is bound to a different event loop".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.sessions import engine_makers
from fe_skill.faults.looking.source import is_test, lines_with

_SIGN = r"attached to a different loop|bound to a different event loop|different (?:event )?loop"
_HELD = (
    r"^(\w+)\s*(?::[^=]+)?=\s*(?:asyncio\.|anyio\.)?"
    r"(Lock|Semaphore|Queue|Event|Condition|AsyncClient|Redis)\("
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", "InterfaceError", "DBAPIError", says=_SIGN)
    if raised is None:
        return None
    place = _held(case, raised.message)
    spot = case.spot(raised)
    return Diagnosis(
        what="an object of one event loop was used in another",
        why="the module made it once, and each event loop needs its own",
        confidence=SURE if place else CLEAR if spot else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("where it was used"),) if spot else (),
        mend=(
            "make it where the loop runs: in the lifespan, or in a fixture",
            'in tests: one loop for all tests and fixtures that share it (`loop_scope="session"`)',
        ),
    )


def _held(case: Case, message: str) -> Place | None:
    """What a module made: of the kind that the message names, else the engine."""
    held = lines_with(case, _HELD, "Lock(", "Semaphore(", "Queue(", "Event(", "Client(", "Redis(")
    named = [line for line in held if re.search(rf"\b{line.found[2]}\b", message)]
    chosen = named or held
    if chosen:
        return chosen[0].place(chosen[0].found[1])
    engines = [m for m in engine_makers(case) if m.module.function_of(m.call) is None]
    own = [m for m in engines if not is_test(m.module.path)] or engines
    return own[0].place if own else None


FAULT = Fault(
    name="bound-to-another-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Task <Task pending> got Future <Future pending> attached to a "
                "different "
                "loop",
                ("/srv/app/db.py", 9, "read", "return await session.scalar(statement)"),
            )
        ),
    ),
)
