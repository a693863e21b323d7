"""The detail of an `HTTPException` holds an exception object.

The handler writes the detail as JSON, which knows plain values only.

Tell-tale: "Object of type ... is not JSON serializable" where an HTTPException was to be answered.
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.calls import Found, led_to
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.source import last_name, placed, shown
from fe_skill.faults.mending import around


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", says="is not JSON serializable")
    for found in led_to(case) if raised else ():
        for call in found.module.inside(found.node, ast.Call):
            given = (*call.args[1:], *(one.value for one in call.keywords if one.arg == "detail"))
            held = [one for part in given for one in _exceptions(found, part)]
            if last_name(call.func) == "HTTPException" and held:
                edits = (around(found.module, one, "str(", ")") for one in held)
                return Diagnosis(
                    what="the detail of an HTTPException holds an exception object",
                    why="the detail is written as JSON, which knows plain values only",
                    confidence=SURE,
                    place=placed(found.module, call, found.node.name),
                    evidence=(shown(found.module, call, "what is answered"),),
                    mend=("give its text: `detail=str(error)`",),
                    edits=tuple(edit for pair in edits for edit in pair),
                    safe=True,
                )
    return None


def _exceptions(found: Found, part: ast.expr) -> Iterator[ast.Name]:
    """The names in an expression that stand for an exception object as it is."""
    caught = {handler.name for handler in found.module.inside(found.node, ast.ExceptHandler)} | {
        one.arg
        for one, _ in parameters(found.node)
        if one.annotation and last_name(one.annotation).endswith(("Exception", "Error"))
    }
    for node in ast.walk(part):
        around_it = found.module.parent(node)
        plain = not isinstance(around_it, (ast.Call, ast.Attribute, ast.FormattedValue))
        if isinstance(node, ast.Name) and node.id in caught and (plain or node is part):
            yield node


_REFUSING = """\
from fastapi import HTTPException


def refused(error: Exception):
    return HTTPException(400, detail={"error": error})
"""

FAULT = Fault(
    name="exception-in-the-detail",
    explanation=__doc__,
    recognise=recognise,
    explains=("response-not-serializable",),
    samples=(
        Sample(
            trace(
                "TypeError: Object of type ValueError is not JSON serializable",
                ("/srv/refusing.py", 5, "refused", "return HTTPException(400, detail=...)"),
            ),
            {"refusing.py": _REFUSING},
            "refusing.py:5",
            mended=True,
        ),
    ),
)
