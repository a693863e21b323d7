"""Revisions follow one another in a circle.

Tell-tale: "Cycle is detected in revisions", "Dependency resolution failed".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.revisions import revisions

_SIGN = re.compile(r"(?:Cycle|Loop) is detected in revisions \(([^)]*)\)|Self-loop is detected")


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_SIGN.pattern)
    if found is None:
        return None
    names = set(re.findall(r"\w+", found[1] or ""))
    inside = [one for one in revisions(case) if one.id in names]
    last = max(inside, key=lambda one: one.where.path) if inside else None
    first = min(inside, key=lambda one: one.where.path) if inside else None
    return Diagnosis(
        what="revisions follow one another in a circle"
        + (f": {', '.join(sorted(names))}" if names else ""),
        why="a `down_revision` names a revision that comes later",
        confidence=SURE if first else CLEAR,
        place=Place(first.where.path, first.where.line, first.id) if first else None,
        evidence=(Evidence("the last of them", last.where.path, last.where.line),) if last else (),
        mend=("let the first of them follow the revision that was there before it, or None",),
    )


FAULT = Fault(
    name="revision-cycle",
    explanation=__doc__,
    recognise=recognise,
    samples=(Sample("FAILED: Cycle is detected in revisions (a1, b2)"),),
)
