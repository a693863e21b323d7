"""The port is taken by another program.

The cause is outside the project: something listens there already, often an earlier run.

Tell-tale: "address already in use", `[Errno 98]`, `[Errno 48]`, `[WinError 10048]`.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample

_SIGN = (
    r"(?i)address already in use|Errno (?:98|48)\]|WinError 10048|port is already allocated|"
    r"Only one usage of each socket"
)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    apps = case.facts.applications if case.facts else ()
    place = Place(apps[0].where.path, apps[0].where.line, apps[0].name) if apps else None
    return Diagnosis(
        what="another program listens on that port already",
        why="the cause is outside the project: one port, one listener",
        confidence=SURE if case.reading.lines or case.chain else CLEAR,
        place=place,
        mend=(
            "find and end it: `ss -ltnp 'sport = :8000'`, `lsof -i :8000`",
            "or start on another: `--port 8001`",
        ),
    )


FAULT = Fault(
    name="port-in-use",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): "
            "address already in use"
        ),
    ),
)
