"""The process was stopped: by a signal, a deployment, a developer.

Nothing failed: `KeyboardInterrupt` and `CancelledError` at the end of a log are how a server stops.
A cancellation alone may also be a timeout's, or that of a task beside one that failed.

Tell-tale: `KeyboardInterrupt`, `asyncio.CancelledError`, "Shutting down".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Sample


def recognise(case: Case) -> Diagnosis | None:
    last = case.last
    if last is None or last.name not in {"KeyboardInterrupt", "CancelledError", "GeneratorExit"}:
        return None
    others = [one for one in case.chain if one.name not in {"KeyboardInterrupt", "CancelledError"}]
    if others:
        return None
    return Diagnosis(
        what="the process was stopped while something was running",
        why="the cause is outside the project: a signal, a deployment, Ctrl+C",
        confidence=CLEAR if last.frames and last.name == "KeyboardInterrupt" else LIKELY,
        mend=(
            "nothing to mend, if it was meant to stop; what must finish belongs into the "
            "lifespan's end",
        ),
    )


FAULT = Fault(
    name="stopped-on-purpose",
    explanation=__doc__,
    recognise=recognise,
    alone=True,
    samples=(
        Sample(
            trace("KeyboardInterrupt", ("/usr/lib/python3.12/asyncio/runners.py", 123, "run", ""))
        ),
    ),
)
