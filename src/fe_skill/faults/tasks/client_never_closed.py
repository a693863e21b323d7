"""A client, a connection or a file was left open when the program let go of it.

Tell-tale: "Unclosed client session", "Unclosed connector", "ResourceWarning: unclosed".
"""

from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Unclosed (client session|connector|connection|AIOKafka\w+)|"
            r"ResourceWarning: unclosed (\S+)|"
            r"garbage collector is trying to clean up non-checked-in connection"
        ),
        what="something was left open when the program let go of it: {said}",
        why=(
            "it was made without `with`, in a request or a test, and nothing closes it; under load "
            "handles and connections run out"
        ),
        mend=(
            "make one in the lifespan, keep it in `app.state`, and close it after the `yield`",
            "for a single use: `async with ... as client`",
        ),
        confidence=0.75,
        aside=True,
    ),
)

FAULT = Fault(
    name="client-never-closed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(Sample("ERROR:asyncio:Unclosed client session"),),
    lookalikes=(Sample("RuntimeError: Session is closed"),),
)
