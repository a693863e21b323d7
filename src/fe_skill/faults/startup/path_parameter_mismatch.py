"""A parameter of the path has a type that a path can't carry.

What stands in `{braces}` in the path arrives as one piece of text; a model or a list can't be made
of it.

Tell-tale: "Path params must be of one of the supported types".
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.source import class_named, function_of, shown
from fe_skill.faults.mending import replaced
from fe_skill.syntax.module import Function

_SIGN = "Path params must be of one of the supported types"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AssertionError", says=_SIGN)
    if raised is None:
        return None
    spot = case.spot(raised)
    found = function_of(case, spot)
    argument = _wrong(case, found[1]) if found else None
    if found is None or argument is None or argument.annotation is None:
        return Diagnosis(
            what="a parameter of the path has a type that a path can't carry",
            why="it arrives as one piece of text",
            confidence=CLEAR,
            place=spot.place if spot else None,
            evidence=(spot.evidence("the path operation"),) if spot else (),
            mend=("annotate it with `str`, `int`, `UUID` or an enum",),
        )
    module, node = found
    name = argument.arg
    used = any(
        isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == name
        for one in ast.walk(node)
    )
    return Diagnosis(
        what=f"`{name}` stands in the path, and a path can't carry `{module.segment(argument)}`",
        why="what stands in the path's braces arrives as one piece of text",
        confidence=SURE,
        place=Place(module.path, argument.lineno, node.name),
        evidence=(shown(module, argument, "the parameter"),),
        mend=(
            "annotate it with `str`, `int`, `UUID` or an enum",
            "or give the body's parameter another name than the path's",
        ),
        edits=() if used else (replaced(module, argument.annotation, "str"),),
    )


def _wrong(case: Case, node: Function) -> ast.arg | None:
    """The parameter in the path whose type is a class of the project, or a collection."""
    decorators = [one for one in node.decorator_list if isinstance(one, ast.Call) and one.args]
    path = next((o.args[0].value for o in decorators if isinstance(o.args[0], ast.Constant)), "")
    for argument, _ in parameters(node):
        if f"{{{argument.arg}" not in str(path) or argument.annotation is None:
            continue
        said = ast.unparse(argument.annotation)
        if said.startswith(("list", "dict", "set", "tuple", "List", "Dict")):
            return argument
        if class_named(case, said.rpartition(".")[2]):
            return argument
    return None


_ENTRIES = """\
from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class Key(BaseModel):
    value: str


@router.put("/entries/{key}")
async def put(key: Key) -> str:
    return "stored"
"""

FAULT = Fault(
    name="path-parameter-mismatch",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AssertionError: Path params must be of one of the supported types",
                ("/srv/app/entries.py", 11, "<module>", '@router.put("/entries/{key}")'),
            ),
            {"app/entries.py": _ENTRIES},
            "app/entries.py:12",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/path-params/",),
)
