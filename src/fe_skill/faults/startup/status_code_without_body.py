"""A route answers 204 and promises a body.

Tell-tale: "Status code 204 must not have a response body".
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.syntax.module import Function, SourceModule


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AssertionError", says=r"Status code \d+ must not have a response body")
    if raised is None:
        return None
    spot = case.spot(raised)
    module = case.module(spot.path) if spot else None
    node = None
    for one in functions_of(module) if module and spot else ():
        first = min([one.lineno, *(d.lineno for d in one.decorator_list)])
        if spot and first <= spot.line <= one.lineno:
            node = one
    return Diagnosis(
        what="the route answers without a body, and its annotation promises one",
        why="a return annotation is the response model, and 204 has no body",
        confidence=SURE if node else CLEAR,
        place=Place(spot.path, node.lineno if node else spot.line, node.name if node else "")
        if spot
        else None,
        evidence=(spot.evidence("the path operation"),) if spot else (),
        mend=("annotate it `-> None`, and return nothing", "or answer 200, with the body"),
        edits=_without_body(module, node) if module and node else (),
    )


def _without_body(module: SourceModule, node: Function) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    if node.returns is not None:
        edits.append(Edit(module.path, *module.offsets(node.returns), "None"))
    if node.returns is not None and module.segment(node.returns) == "None":
        return ()
    for one in module.inside(node, ast.Return):
        value = one.value
        if value is None:
            continue
        if not isinstance(value, (ast.Constant, ast.Dict, ast.Name)):
            return ()
        edits.append(Edit(module.path, *module.offsets(one), "return"))
    for decorator in node.decorator_list:
        text = module.segment(decorator)
        if re.search(r"response_model\s*=\s*(?!None)", text):
            return ()
    return tuple(edits)


_CRUD = """\
from fastapi import APIRouter

router = APIRouter()


@router.delete("/items/{number}", status_code=204)
async def delete(number: int) -> dict[str, bool]:
    return {"ok": True}
"""

FAULT = Fault(
    name="status-code-without-body",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AssertionError: Status code 204 must not have a response body",
                (
                    "/srv/app/crud.py",
                    6,
                    "<module>",
                    '@router.delete("/items/{number}", status_code=204)',
                ),
            ),
            {"app/crud.py": _CRUD},
            "app/crud.py:7",
            mended=True,
        ),
    ),
)
