"""Something that belongs to one event loop is awaited in another.

Locks, queues, engines and clients bind themselves to the first loop that uses them. Made at the top
of a module, they outlive that loop: each test, each `asyncio.run` and each thread has its own.

Tell-tale: "attached to a different loop", "is bound to a different event loop".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.loops import Shared, shared

_SIGN = re.compile(
    r"[Aa]ttached\s+to a diff\w*rent (?:event )?loop|is bound to a different event loop"
)
_KIND = re.compile(r"<asyncio\.\w+\.(\w+) object")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN.pattern)
    if raised is None and (case.chain or not case.says(_SIGN.pattern)):
        return None
    spot = case.spot(raised)
    found = _culprit(case, raised.message if raised else "")
    place = found.place if found else spot.place if spot else None
    return Diagnosis(
        what=f"a `{found.place.symbol}` made at import is used in several event loops"
        if found
        else "something that belongs to one event loop is awaited in another",
        why="it binds itself to the first loop that uses it",
        confidence=SURE if found else CLEAR if case.program is None else LIKELY,
        place=place,
        evidence=(
            *((found.evidence,) if found else ()),
            *((spot.evidence("where it is awaited"),) if spot else ()),
        ),
        mend=(
            "make it inside the loop: in the lifespan function, or in a fixture",
            "or run everything in one loop: in tests, one loop scope for engine and tests",
        ),
    )


def _culprit(case: Case, message: str) -> Shared | None:
    kind = _KIND.search(message)
    if kind:
        return next(iter(shared(case, kind[1])), None)
    paths = " ".join(frame.path for one in case.chain for frame in one.frames)
    libraries = "sqlalchemy" in paths or "asyncpg" in paths or "aiosqlite" in paths
    found = shared(case, "create_async_engine") if libraries else shared(case)
    return next(iter(found), None)


_QUEUE = "import asyncio\n\nLIMIT = asyncio.Semaphore(1)\n"

FAULT = Fault(
    name="bound-to-another-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: <asyncio.locks.Semaphore object at 0x7f [locked]> is bound to a "
                "different event loop",
                ("/srv/jobs/queue.py", 7, "one", "async with LIMIT:"),
            ),
            {"work/queue.py": _QUEUE},
            "work/queue.py:3",
        ),
        Sample(
            "RuntimeError: Task <Task pending name='Task-5'> got Future <Future pending> attached "
            "to a different loop"
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html",),
)
