"""One session was used by several tasks at once.

A session speaks over one connection, and does one thing at a time. `asyncio.gather` over its
queries, or a session that all requests share, breaks that.

Tell-tale: "concurrent operations are not permitted", `IllegalStateChangeError`, asyncpg's
           "another operation is in progress".
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.calls import led_to
from fe_skill.faults.looking.source import last_name, lines_with, placed

_SIGN = (
    r"concurrent operations are not permitted|another operation \(?\w*\)? ?is in progress|"
    r"can't be called here; method|method '?\w+\(\)'? is already in progress|"
    r"is already in progress and this would cause|"
    r"another operation is in progress"
)
_TASKS = frozenset(("gather", "create_task", "TaskGroup", "start_soon", "wait"))


def recognise(case: Case) -> Diagnosis | None:
    if (
        case.raised(says=_SIGN) is None
        and not (not case.chain and case.says(_SIGN))
        and not _kept_out(case)
    ):
        return None
    place = _shared(case) or _tasks(case)
    spot = case.spot()
    return Diagnosis(
        what="one session is used by several tasks at once",
        why="a session has one connection and can do one thing at a time",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(spot.evidence("the call that came second"),) if spot else (),
        mend=(
            "await the queries one after the other",
            "or give each task a session of its own: `async with make_session() as session:`",
        ),
    )


def _kept_out(case: Case) -> bool:
    """The driver's guard around a connection, where the message was cut off."""
    last = case.last
    guarded = last is not None and last.frames and "_stmt_exclusive_section" in last.frames[-1].code
    return bool(guarded) and last is not None and last.name in {"", "InterfaceError"}


def _tasks(case: Case) -> Place | None:
    """Where tasks are made, in what was being run."""
    if case.program is None:
        return None
    for found in led_to(case):
        for call in found.module.inside(found.node, ast.Call):
            if last_name(call.func) in _TASKS and call.args:
                return placed(found.module, call, found.node.name)
    for line in lines_with(case, r"\basyncio\.gather\(|\.create_task\(", "gather", "create_task"):
        return line.place()
    return None


def _shared(case: Case) -> Place | None:
    """A session that the module holds, and with it every request."""
    pattern = r"^(\w*session\w*|db)\s*(?::[^=]+)?=\s*(\w*[sS]ession\w*)\("
    for line in lines_with(case, pattern, "ession("):
        if "maker" not in line.found[2].lower() and "maker" not in line.text:
            return line.place(line.found[1])
    return None


_COUNT = ("/app/app/counting.py", 5, "count", "return await db.scalar(select(func.count()))")

FAULT = Fault(
    name="session-shared-between-tasks",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: This session is provisioning a new "
                "connection; "
                "concurrent operations are not permitted",
                _COUNT,
            )
        ),
        Sample(
            trace(
                "asyncpg.exceptions._base.InterfaceError: cannot perform operation: another "
                "operation is in progress",
                _COUNT,
            )
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/errors.html#error-isce",),
)
