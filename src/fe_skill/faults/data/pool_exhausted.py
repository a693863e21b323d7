"""All connections of the pool were taken, and none came back in time.

A larger pool only puts the day off: somewhere a session isn't closed, or one request holds
several, or holds one while it waits for something else.

Tell-tale: "QueuePool limit of size ... reached".
"""

import ast

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.source import is_test

_SIGN = r"QueuePool limit of size|remaining connection slots are reserved|too many clients already"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    if raised is None and not (not case.chain and case.says(_SIGN)):
        return None
    place = _never_closed(case)
    spot = case.spot(raised)
    return Diagnosis(
        what="every connection of the pool is taken",
        why="a session that is opened here is never closed"
        if place
        else "sessions are held longer than they should be, or never closed",
        confidence=SURE if place else CLEAR if case.program is None else LIKELY,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("where one more was wanted"),) if spot else (),
        mend=(
            "open the session in a dependency that closes it: `async with make_session() as "
            "session: yield session`",
            "don't hold a session across calls to other services, or open a second one inside",
        ),
    )


def _never_closed(case: Case) -> Place | None:
    """A session that a function opens and doesn't close."""
    if case.program is None:
        return None
    for module in case.program.mentioning(b"ession"):
        for function in functions_of(module) if not is_test(module.path) else ():
            for node in module.inside(function, ast.Assign):
                text = module.segment(node.value)
                opens = text.endswith("()") and "ession" in text and "get_" not in text
                if opens and ".close()" not in module.segment(function):
                    return Place(module.path, node.lineno, function.name)
    return None


_DEPS = """\
from app.database import make_session


async def get_session():
    session = make_session()
    return session
"""

FAULT = Fault(
    name="pool-exhausted",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, "
                "connection timed out, timeout 30.00",
                ("/app/app/numbers.py", 6, "numbers", "return await session.execute(statement)"),
            ),
            {"app/deps.py": _DEPS},
            "app/deps.py:5",
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/errors.html#error-3o7r",),
)
