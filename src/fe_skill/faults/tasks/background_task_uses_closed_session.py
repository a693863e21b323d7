"""A background task works with the session of its request, which is closed by then.

Tell-tale: an error of a session, or of an object of one, below `starlette/background.py`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import lines_with

_SESSION = (
    "DetachedInstanceError", "MissingGreenlet", "InvalidRequestError", "ResourceClosedError",
    "IllegalStateChangeError", "InterfaceError", "PendingRollbackError", "StatementError",
)  # fmt: skip


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(*_SESSION)
    frames = [frame for one in case.chain for frame in one.frames]
    if raised is None or not any(
        "starlette/background.py" in f.path.replace("\\", "/") for f in frames
    ):
        return None
    spot = next((s for s in case.spots(raised)), None)
    given = lines_with(case, r"\.add_task\(", ".add_task(")
    own = [line for line in given if spot and spot.function in line.text] or given
    at = [s for s in case.spots(raised) if ".add_task" not in s.code]
    inner = at[0] if at else spot
    place = own[0].place() if own else inner.place if inner else None
    return Diagnosis(
        what="a background task works with a session, or an object of one, that is closed by then",
        why="the task runs after the answer, when the request's session has ended",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(inner.evidence("in the task"),) if inner else (),
        mend=(
            "hand plain values over (an id), and open a session in the task",
            "`async with make_session() as session:` inside it",
        ),
    )


FAULT = Fault(
    name="background-task-uses-closed-session",
    explanation=__doc__,
    recognise=recognise,
    explains=("detached-instance", "attribute-expired-after-commit", "lazy-load-in-async-session"),
    samples=(
        Sample(
            trace(
                "sqlalchemy.orm.exc.DetachedInstanceError: Instance <User at 0x7f> is not bound "
                "to a "
                "Session; attribute refresh operation cannot proceed",
                ("/usr/lib/python3.12/site-packages/starlette/background.py", 36, "__call__", ""),
                ("/srv/app/mail.py", 5, "send", "print(user.email)"),
            )
        ),
    ),
)
