"""The body of a request was read after its stream had ended.

Tell-tale: "Stream consumed", or a request that hangs after a middleware has read the body.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import lines_with

_SIGN = r"Stream consumed|body stream was already read|Body has already been"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN)
    if raised is None:
        return None
    first = lines_with(
        case, r"\.stream\(\)|request\._receive|receive\(\)", ".stream()", "_receive", "receive()"
    )
    spot = case.spot(raised)
    place = first[0].place() if first else spot.place if spot else None
    return Diagnosis(
        what="the body of a request was read a second time",
        why="a stream is read once; only `await request.body()` keeps what it read",
        confidence=SURE if first else CLEAR,
        place=place,
        evidence=(spot.evidence("read again"),) if spot else (),
        mend=(
            "read it once with `await request.body()`, before anything streams it",
            "in pure ASGI middleware: keep the messages, and hand a `receive` on that gives them "
            "again",
        ),
    )


FAULT = Fault(
    name="request-body-read-twice",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Stream consumed",
                ("/srv/app/main.py", 12, "create", "data = await request.json()"),
            )
        ),
    ),
)
