"""A worker or a job took longer than its limit, and was ended.

Gunicorn ends a worker that gives no sign of life: its loop is blocked, its start takes long, or
the machine is too slow for it.

Tell-tale: "WORKER TIMEOUT", "TimeLimitExceeded", "Worker failed to boot".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"\bWORKER TIMEOUT\b|(?i:gunicorn worker time(?:d )?out)",
        what="Gunicorn ended a worker that gave no sign of life within `--timeout`",
        why=(
            "something blocks the worker: a slow call in an `async def`, a sync "
            "worker class with a long request, or a start that takes longer than "
            "the limit; too little memory or processor does the same"
        ),
        mend=(
            (
                "see what the worker did then: `py-spy dump --pid ...`; blocking calls "
                "belong into `def` path operations or a thread"
            ),
            ("run ASGI applications with Uvicorn's worker class, or with Uvicorn itself"),
            "only where the work has to take that long: `--timeout`",
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"\b(SoftTimeLimitExceeded|TimeLimitExceeded|Hard time limit \(\d+s?\) "
            r"exceeded|JobTimeoutException)\b"
        ),
        what="a job took longer than its limit: {0}",
        why="it waits for something or does too much at once",
        mend=(
            "divide it, or give what it waits for a limit of its own",
            "raise the job's limit where it has to take that long",
        ),
        aside=True,
    ),
)

FAULT = Fault(
    name="worker-timed-out",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("[2024-01-09 13:24:39 +0000] [1637] [CRITICAL] WORKER TIMEOUT (pid:7214)"),
        Sample("celery.exceptions.TimeLimitExceeded: TimeLimitExceeded(30,)"),
    ),
)
