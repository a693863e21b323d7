"""Another program listens on the port already.

Often it is an earlier run of the same server, or a second program of the project that was given
the same port.

Tell-tale: "address already in use", [Errno 98], [Errno 48], [WinError 10048].
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.commands import commands

_SIGN = (
    r"address already in use|[Aa]ddress in use|\[Errno (?:98|48|10048)\]|\[WinError 10048\]|"
    r"[Oo]nly one usage of each socket address|[Pp]ort \d+ is already in use|"
    r"[Pp]ort (?:collision|conflict)|port is already allocated"
)
_PORT = re.compile(r"(?:--port[ =]|-p |PORT=)(\d{2,5})\b")


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    twice = _twice(case)
    return Diagnosis(
        what="another program listens on the port"
        + (f": {twice[1]} is given to two programs of the project" if twice else ""),
        why="a port belongs to one program at a time",
        confidence=SURE if twice else CLEAR,
        place=twice[0] if twice else None,
        evidence=(Evidence("the second program with it", twice[0].path, twice[0].line),)
        if twice
        else (),
        mend=(
            "find what holds it: `ss -ltnp`, and end that program",
            "or start this one with another `--port`",
        ),
        edits=twice[2] if twice else (),
    )


def _twice(case: Case) -> tuple[Place, str, tuple[Edit, ...]] | None:
    """The second program that is started with a port, in a file that starts several."""
    for path, text in commands(case):
        if path != "Procfile":
            continue
        seen: set[str] = set()
        for found in _PORT.finditer(text):
            if found[1] in seen:
                used = {one[1] for one in _PORT.finditer(text)}
                free = next(str(n) for n in range(int(found[1]) + 1, 65536) if str(n) not in used)
                line = text.count("\n", 0, found.start()) + 1
                edit = Edit(path, found.start(1), found.end(1), free)
                return Place(path, line, found[1]), found[1], (edit,)
            seen.add(found[1])
    return None


FAULT = Fault(
    name="port-in-use",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "ERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): "
            "address already in use\n",
            {"Procfile": "web: uvicorn a:app --port 8000\njobs: uvicorn b:app --port 8000\n"},
            "Procfile:2",
            mended=True,
        ),
        Sample("OSError: [Errno 48] Address already in use"),
    ),
)
