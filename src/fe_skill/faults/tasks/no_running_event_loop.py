"""Something that needs a running event loop was made where none runs.

Tell-tale: "no running event loop", "There is no current event loop", at import or in a thread.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "RuntimeError", says="no running event loop|There is no current event loop"
    )
    if raised is None:
        return None
    spots = case.spots(raised)
    at_import = [spot for spot in spots if spot.function == "<module>"]
    spot = (at_import or spots)[-1] if spots else None
    imported = bool(at_import)
    return Diagnosis(
        what="a task or the like was made where no event loop runs",
        why="a module is imported before the loop starts"
        if imported
        else "a thread has no event loop",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spots[-1].evidence("where it is made"),) if spots else (),
        mend=("make it in the lifespan, or in an `async def` that runs in the loop",)
        if imported
        else (
            "hand it to the loop: `asyncio.run_coroutine_threadsafe(...)`, "
            "`anyio.from_thread.run(...)`",
            "or make the function around it `async def`",
        ),
    )


FAULT = Fault(
    name="no-running-event-loop",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: no running event loop",
                ("/srv/app/state.py", 3, "<module>", "task = asyncio.create_task(poll())"),
            )
        ),
    ),
)
