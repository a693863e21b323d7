"""The port is taken by another program.

The cause is outside the project: something listens there already, often an earlier run.

Tell-tale: "address already in use", `[Errno 98]`, `[Errno 48]`, `[WinError 10048]`.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.notes import notes

_SIGN = (
    r"(?i)address already in use|Errno (?:98|48)\]|WinError 10048|port is already allocated|"
    r"Only one usage of each socket"
)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    apps = case.facts.applications if case.facts else ()
    place = _given_twice(case) or (
        Place(apps[0].where.path, apps[0].where.line, apps[0].name) if apps else None
    )
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


def _given_twice(case: Case) -> Place | None:
    """The second of two programs that the project starts on this port."""
    said = case.says(r"(?:\(|:)(?:'[\d.]+', |)(\d{2,5})\b")
    for path, text in notes(case.program) if case.program and said else ():
        lines = text.split("\n")
        found = [
            n for n, line in enumerate(lines, 1) if said and re.search(rf"\b{said[1]}\b", line)
        ]
        if path.endswith("Procfile") and len(found) > 1:
            return Place(path, found[-1], said[1] if said else "")
    return None


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
