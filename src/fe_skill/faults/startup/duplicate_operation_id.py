"""Two path operations have the same operation id.

The id names the operation in the OpenAPI document; made clients turn it into a function's name.

Tell-tale: "Duplicate Operation ID".
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.mending import replaced
from fe_skill.syntax.module import Function, SourceModule

_SIGN = re.compile(r"Duplicate Operation ID (\S+) for function (\S+)(?: at (\S+))?")


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_SIGN.pattern)
    if found is None:
        return None
    name, function, file = found[1], found[2].strip("<>"), found[3]
    path = case.path_of(file) if file else None
    module = case.module(path) if path else None
    functions = functions_of(module) if module else ()
    node = next((one for one in functions if one.name == function), None)
    place = Place(module.path, node.lineno, function) if module and node else None
    return Diagnosis(
        what=f"two path operations have the operation id `{name}`; `{function}` is the second",
        why="the id has to be one operation's alone in the OpenAPI document",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(Evidence("the second one", place.path, place.line),) if place else (),
        mend=("leave `operation_id` out, so that FastAPI makes one, or give it another",),
        edits=_renamed(module, node, name) if module and node else (),
    )


def _renamed(module: SourceModule, node: Function, name: str) -> tuple[Edit, ...]:
    for one in node.decorator_list:
        for given in one.keywords if isinstance(one, ast.Call) else ():
            value = given.value
            if given.arg != "operation_id" or not isinstance(value, ast.Constant):
                continue
            if value.value == name:
                return (replaced(module, value, f'"{name}_{node.name}"'),)
    return ()


_USERS = """\
from fastapi import APIRouter

router = APIRouter()


@router.get("", operation_id="list")
async def users():
    return []
"""

FAULT = Fault(
    name="duplicate-operation-id",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "fastapi/openapi/utils.py:225: UserWarning: Duplicate Operation ID list for function "
            "users at /srv/app/users.py\n  warnings.warn(message, stacklevel=1)",
            {"app/users.py": _USERS},
            "app/users.py:7",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/path-operation-advanced-configuration/",),
)
