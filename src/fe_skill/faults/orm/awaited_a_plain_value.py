"""Something that isn't awaitable was awaited.

Tell-tale: "object X can't be used in 'await' expression": a result that is there already, as after
           `result.scalars()`, or a synchronous function.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample

_SIGN = r"object (\w+) can't be used in 'await' expression|'(\w+)' object can't be awaited"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    named = re.search(_SIGN, raised.message)
    kind = (named[1] or named[2]) if named else "value"
    return Diagnosis(
        what=f"a plain `{kind}` was awaited",
        why="only coroutines and the like can be awaited; this value is there already",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("the `await`"),) if spot else (),
        mend=(
            "take the `await` away: what is behind it isn't asynchronous",
            "a synchronous Session in its place: inject an `AsyncSession`",
        )
        if kind not in {"Session", "Result", "ChunkedIteratorResult"}
        else (
            "the session is synchronous: inject an `AsyncSession` made by `async_sessionmaker`",
            "or make the function a plain `def` and don't await its queries",
        ),
        edits=_without_await(case)
        if kind in {"list", "dict", "str", "int", "NoneType", "ScalarResult"}
        else (),
    )


def _without_await(case: Case) -> tuple[Edit, ...]:
    spot = case.spot()
    statement, module = case.statement_at(spot), case.module(spot.path) if spot else None
    awaits = (
        [node for node in ast.walk(statement) if isinstance(node, ast.Await)] if statement else []
    )
    if len(awaits) != 1 or module is None:
        return ()
    start, inner = module.offsets(awaits[0])[0], module.offsets(awaits[0].value)[0]
    return (Edit(module.path, start, inner, ""),)


_CALL = ("/app/app/users.py", 7, "read", "users = await result.scalars().all()")

FAULT = Fault(
    name="awaited-a-plain-value",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(trace("TypeError: object list can't be used in 'await' expression", _CALL)),
        Sample(
            trace(
                "TypeError: object ChunkedIteratorResult can't be used in 'await' expression", _CALL
            )
        ),
    ),
)
