"""A middleware waited for an answer that never came.

The client had gone away, or an exception was swallowed on the way.

Tell-tale: `RuntimeError: No response returned.` below `BaseHTTPMiddleware`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"No response returned",
        what="a middleware waited for an answer that never came",
        why=(
            "the client went away while it was being made, or something inside "
            "caught an exception (or a cancellation) and answered nothing"
        ),
        mend=(
            ("look at the exception printed before it: that is the cause where there is one"),
            ("pure ASGI middleware in the place of `BaseHTTPMiddleware` passes a disconnect on"),
            (
                "`if await request.is_disconnected(): return "
                "Response(status_code=499)` where it is caught"
            ),
        ),
        confidence=0.9,
        aside=True,
    ),
)

FAULT = Fault(
    name="no-response-returned",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "RuntimeError: No response returned.",
                (
                    "/usr/lib/python3.12/site-packages/starlette/middleware/base.py",
                    163,
                    "call_next",
                    'raise RuntimeError("No response returned.")',
                ),
            )
        ),
    ),
)
