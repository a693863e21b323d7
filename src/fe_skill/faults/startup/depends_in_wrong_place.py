"""`Depends` stands where nobody resolves it.

FastAPI resolves it in the signatures of path operations and dependencies only, and once for
each parameter.

Tell-tale: "'Depends' object has no attribute", "Cannot specify `Depends` in `Annotated` and
           default value together".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.calls import functions_named
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.source import last_name
from fe_skill.syntax.module import Function, SourceModule

_TWICE = re.compile(
    r"Cannot specify `?Depends`? in `?Annotated`? and default value together for '(\w+)'"
)
_OBJECT = (
    r"'Depends' object (?:has no attribute|is not|does not)|Depends.{0,40} object is not callable"
)


def recognise(case: Case) -> Diagnosis | None:
    twice = case.raised("AssertionError", says=_TWICE.pattern)
    if twice is not None:
        found = _TWICE.search(twice.message)
        return _given_twice(case, found[1] if found else "", case.spot(twice))
    raised = case.raised("AttributeError", "TypeError", says=_OBJECT)
    if raised is None:
        return None
    spots = case.spots(raised)
    caller = _calling(case, spots)
    spot = caller or (spots[-1] if spots else None)
    return Diagnosis(
        what="a function with `Depends(...)` defaults was called like any other",
        why="FastAPI resolves `Depends` only where it calls the function itself",
        confidence=SURE if caller else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way") for one in spots[-2:]),
        mend=(
            "hand the values over: `greeting(get_source())`",
            "or let the path operation depend on it: `Depends(greeting)`",
        ),
    )


def _calling(case: Case, spots: tuple[Spot, ...]) -> Spot | None:
    """The frame that calls a function whose parameters have `Depends` as their default."""
    for outer, inner in zip(reversed(spots[:-1]), reversed(spots[1:]), strict=True):
        for found in functions_named(case.program, inner.function) if case.program else ():
            if any(_depends(d) for _, d in parameters(found.node)):
                return outer
    return None


def _depends(default: ast.expr | None) -> bool:
    return isinstance(default, ast.Call) and last_name(default.func) == "Depends"


def _given_twice(case: Case, name: str, spot: Spot | None) -> Diagnosis:
    at = _parameter(case, name, spot)
    place = Place(at[0].path, at[2].lineno, at[1].name) if at else spot.place if spot else None
    edits: tuple[Edit, ...] = ()
    if at is not None:
        module, _, argument, default = at
        edits = (Edit(module.path, module.offsets(argument)[1], module.offsets(default)[1], ""),)
    return Diagnosis(
        what=f"`{name}` says `Depends` twice: in its annotation and as its default",
        why="FastAPI can't tell which of the two is meant",
        confidence=SURE if at else CLEAR,
        place=place,
        evidence=(spot.evidence("the path operation"),) if spot else (),
        mend=("keep the annotation, and take the default away",),
        edits=edits,
        safe=True,
    )


def _parameter(
    case: Case, name: str, spot: Spot | None
) -> tuple[SourceModule, Function, ast.arg, ast.expr] | None:
    module = case.module(spot.path) if spot else None
    for node in functions_of(module) if module else ():
        for argument, default in parameters(node):
            if module and argument.arg == name and default is not None and _depends(default):
                return module, node, argument, default
    return None


_HELLO = """\
from typing import Annotated

from fastapi import APIRouter, Depends

router = APIRouter()
Name = Annotated[str, Depends(str)]


@router.get("/hello")
async def hello(name: Name = Depends(str)):
    return name
"""

FAULT = Fault(
    name="depends-in-wrong-place",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AssertionError: Cannot specify `Depends` in `Annotated` and default value "
                "together "
                "for 'name'",
                ("/srv/app/hello.py", 9, "<module>", '@router.get("/hello")'),
            ),
            {"app/hello.py": _HELLO},
            "app/hello.py:10",
            mended=True,
        ),
        Sample(
            trace(
                "AttributeError: 'Depends' object has no attribute 'names'",
                ("/srv/app/report.py", 5, "report", "return greeting()"),
                ("/srv/app/deps.py", 14, "greeting", "return source.names()"),
            )
        ),
    ),
)
