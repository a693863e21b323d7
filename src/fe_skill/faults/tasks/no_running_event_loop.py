"""A task is made where no event loop runs.

`asyncio.create_task` and much else need a running loop: at the top of a module, in a constructor
called there, or in a plain `def` path operation's thread there is none.

Tell-tale: "no running event loop", "There is no current event loop in thread".
"""

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Sample

_SIGN = r"no running event loop|There is no current event loop"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN)
    if raised is None and (case.chain or not case.says(rf"RuntimeError: (?:{_SIGN})")):
        return None
    spots = case.spots(raised)
    place = _at_import(spots)
    spot = place or (spots[-1] if spots else None)
    return Diagnosis(
        what="a task is made where no event loop runs"
        + (", while modules are imported" if place else ""),
        why="the server starts its loop after the application was imported",
        confidence=SURE if place else CLEAR if spot or case.program is None else LIKELY,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way to it") for one in spots[-4:]),
        mend=(
            "start it in the lifespan function, and cancel it behind the `yield`",
            "from a thread: `asyncio.run_coroutine_threadsafe` with the application's loop",
        ),
    )


def _at_import(spots: tuple[Spot, ...]) -> Spot | None:
    """The last line at the top of a module: what it called makes the task."""
    tops = [one for one in spots if one.function == "<module>"]
    return tops[-1] if tops else None


FAULT = Fault(
    name="no-running-event-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: no running event loop",
                ("/srv/app/state.py", 3, "<module>", "ticker = Ticker()"),
                ("/srv/app/ticker.py", 7, "__init__", "asyncio.create_task(self.run())"),
            ),
            {"app/state.py": "\n\nticker = Ticker()\n", "app/ticker.py": "import asyncio\n"},
            "app/state.py:3",
        ),
        Sample("RuntimeError: There is no current event loop in thread 'AnyIO worker thread'."),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/events/",),
)
