"""A path parameter has a type that no path can hold.

Tell-tale: "Path params must be of one of the supported types", "Duplicated param name".
"""

import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample

_SIGN = (
    r"Path params must be of one of the supported types|Duplicated param name|"
    r"Cannot use `Query` for path param"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AssertionError", "ValueError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    module = case.module(spot.path) if spot else None
    node = None
    for one in functions_of(module) if module and spot else ():
        first = min([one.lineno, *(d.lineno for d in one.decorator_list)])
        if spot and first <= spot.line <= one.lineno:
            node = one
    names = re.findall(r"\{(\w+)", spot.code) if spot else []
    return Diagnosis(
        what=f"the path parameter `{names[0]}` can't be what its annotation says"
        if names
        else "a path parameter can't be what its annotation says",
        why="a part of a path is one plain value: text, a number, a UUID, an Enum",
        confidence=SURE if node else CLEAR,
        place=Place(spot.path, node.lineno if node else spot.line, node.name if node else "")
        if spot
        else None,
        evidence=(spot.evidence("the path operation"),) if spot else (),
        mend=(
            "give it a plain type; a model belongs in the body",
            "or call the parameter otherwise than the part of the path",
        ),
    )


FAULT = Fault(
    name="path-parameter-mismatch",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AssertionError: Path params must be of one of the supported types",
                ("/srv/app/entries.py", 8, "<module>", '@router.put("/entries/{key}")'),
            )
        ),
    ),
)
