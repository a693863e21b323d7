"""The caller is known and may not do this.

Tell-tale: 403 with a detail of the project's own.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import LIKELY, OPEN, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import taking
from fe_skill.faults.looking.source import lines_with


def recognise(case: Case) -> Diagnosis | None:
    answer = case.response
    if answer is None or case.chain or case.status != 403:  # noqa: PLR2004 -- the code itself
        return None
    if answer.detail.lower() == "not authenticated":
        return None
    route = taking(case)
    said = answer.detail[:60]
    lines = lines_with(case, re.escape(said), said) if said else []
    place = lines[0].place() if lines else None
    if place is None and route is not None:
        place = Place(route.registered.path, route.registered.line, route.path)
    return Diagnosis(
        what=f"the caller may not do this: {said or '403'}",
        why="a check of the project refused the caller",
        confidence=LIKELY + 0.05 if lines else LIKELY if place else OPEN,
        place=place,
        evidence=(Evidence("the route", route.registered.path, route.registered.line, route.path),)
        if route
        else (),
        mend=(
            "compare what the check wants with what the caller has: role names are compared letter "
            "by letter",
        ),
    )


FAULT = Fault(
    name="permission-denied",
    explanation=__doc__,
    recognise=recognise,
    samples=(Sample('GET /admin gives 403 {"detail":"Not enough permissions"}'),),
)
