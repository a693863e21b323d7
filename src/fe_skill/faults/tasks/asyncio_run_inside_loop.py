"""`asyncio.run` was called where an event loop runs already.

Tell-tale: "asyncio.run() cannot be called from a running event loop", "This event loop is
           already running".
"""

import ast

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import calls_at

_SIGN = r"cannot be called from a running event loop|event loop is already running"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what="`asyncio.run` was called inside a running event loop",
        why="a thread runs one event loop; who is inside it awaits",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way") for one in case.spots(raised)[-2:]),
        mend=(
            "await the coroutine; the function around it becomes `async def`, and its callers "
            "await it",
            "or leave the path operation a plain `def`: it then runs in a thread without a loop",
        ),
        edits=_awaited(case, spot) if spot else (),
    )


def _awaited(case: Case, spot: Spot) -> tuple[Edit, ...]:
    """`await x()` in the place of `asyncio.run(x())`, inside an `async def`."""
    for module, call in calls_at(case, spot, "run", "run_until_complete"):
        inside = isinstance(module.function_of(call), ast.AsyncFunctionDef)
        if inside and len(call.args) == 1 and not call.keywords:
            start, end = module.offsets(call)
            text = f"await {module.segment(call.args[0])}"
            whole = isinstance(
                module.parent(call), (ast.Assign, ast.Return, ast.Expr, ast.AnnAssign)
            )
            return (Edit(module.path, start, end, text if whole else f"({text})"),)
    return ()


FAULT = Fault(
    name="asyncio-run-inside-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: asyncio.run() cannot be called from a running event loop",
                ("/srv/app/rates.py", 2, "rates", "return asyncio.run(fetch())"),
            ),
            {"app/rates.py": "async def rates():\n    return asyncio.run(fetch())\n"},
            "app/rates.py:2",
            mended=True,
        ),
    ),
)
