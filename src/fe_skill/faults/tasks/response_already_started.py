"""An exception came when the answer was on its way already.

In a stream's generator, or after `send` in a middleware, no handler can answer any more.

Tell-tale: "Caught handled exception, but response already started", "Response content shorter than
           Content-Length", "Unexpected ASGI message 'http.response.start'".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Fault, Sample

_SIGN = (
    r"response already started|Unexpected ASGI message 'http\.response|"
    r"Response content (?:shorter|longer) than Content-Length|"
    r"Too (?:much|little) data for declared Content-Length|Expected ASGI message 'http\.response"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", "LocalProtocolError", says=_SIGN)
    if raised is None:
        return None
    spots = [spot for one in case.chain for spot in case.spots(one)]
    spot = spots[-1] if spots else None
    return Diagnosis(
        what="an exception came when the answer was on its way already",
        why="status and headers are sent first; after that no handler can answer otherwise",
        confidence=SURE if spot else CLEAR if case.chain else LIKELY,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way") for one in spots[-2:]),
        mend=(
            "check before the stream begins: look things up first, raise `HTTPException` there",
            "inside the generator: catch, log, and end the stream",
        ),
    )


FAULT = Fault(
    name="response-already-started",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Caught handled exception, but response already started.",
                ("/srv/app/export.py", 12, "rows", "raise HTTPException(404)"),
            )
        ),
    ),
)
