"""A folder that is to be served isn't there.

A relative path starts at the working directory, not at the file that names it.

Tell-tale: "Directory '...' does not exist".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import lines_with

_SIGN = re.compile(r"Directory '([^']+)' does not exist")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("RuntimeError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    spot = case.spot(raised)
    named = lines_with(case, rf"['\"]{re.escape(found[1])}['\"]", found[1])
    place = named[0].place() if named else spot.place if spot else None
    return Diagnosis(
        what=f"the folder `{found[1]}` isn't there",
        why="a relative path starts at the working directory of the process",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is mounted"),) if spot else (),
        mend=(
            'name the folder as it is, from the file: `Path(__file__).parent / "static"`',
            "an empty folder isn't in the repository: keep a file in it",
        ),
    )


FAULT = Fault(
    name="static-directory-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Directory 'static' does not exist",
                (
                    "/srv/app/main.py",
                    7,
                    "<module>",
                    'app.mount("/static", StaticFiles(directory="static"))',
                ),
            )
        ),
    ),
)
