"""The client went away before the answer was complete.

The cause is outside the project: a closed tab, a timeout of a proxy, a health check that
doesn't wait.

Tell-tale: `ClientDisconnect`, `ConnectionClosed`, "EndOfStream", "BrokenPipeError", status 499.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, Diagnosis, Fault, Sample

_CLOSED = ("ConnectionClosedError", "ConnectionClosedOK", "ConnectionClosed")  # websockets


def recognise(case: Case) -> Diagnosis | None:
    named = ("ClientDisconnect", "BrokenPipeError", "ConnectionResetError", "ClientDisconnected")
    raised = case.raised(*named) or case.raised("WebSocketDisconnect", *_CLOSED)
    gone = case.status == 499 or case.says(r"client (?:has )?(?:closed|disconnected)")  # noqa: PLR2004
    if raised is None and (case.chain or not gone):
        return None
    return Diagnosis(
        what="the client went away before the answer was complete",
        why="the cause is outside the project: the other end closed the connection",
        confidence=CLEAR if raised else LIKELY,
        mend=(
            "nothing to mend in a single case",
            "often: compare the timeouts of proxy and client with the time that the answer takes; "
            "catch `WebSocketDisconnect` where a socket is read",
        ),
    )


FAULT = Fault(
    name="client-disconnected",
    explanation=__doc__,
    recognise=recognise,
    alone=True,
    samples=(
        Sample(
            trace(
                "starlette.requests.ClientDisconnect",
                ("/usr/lib/python3.12/site-packages/starlette/requests.py", 238, "stream", ""),
            )
        ),
        Sample("websockets.exceptions.ConnectionClosedError: no close frame received or sent"),
    ),
    lookalikes=(
        Sample(
            "starlette.websockets.WebSocketDisconnect: (1012, None)\n"
            'RuntimeError: Cannot call "send" once a close message has been sent.'
        ),
    ),
)
