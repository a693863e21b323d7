"""`Depends` stands where nothing injects.

FastAPI injects into path operations and dependencies alone. A function that is called as any other
gets the `Depends` itself as the default of its parameter. And a parameter takes either
`Annotated[..., Depends(...)]` or the default, not both.

Tell-tale: "'Depends' object has no attribute", "Cannot specify `Depends` in `Annotated`".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.source import calls_at, function_of, last_name
from fe_skill.faults.mending import argument as one_argument
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import SourceModule

_BOTH = re.compile(r"Cannot specify `?Depends`? in `?Annotated`?.* for ['`]?(\w+)")
_REFUSED = re.compile(
    r"Cannot specify (?:`Depends`|FastAPI annotation|multiple \S+) (?:for type )?([^\n]{0,80})"
)
_READ = re.compile(r"'Depends' object (?:has no attribute|is not)")


def recognise(case: Case) -> Diagnosis | None:
    last = case.last
    if last is None:
        return None
    if last.name == "AssertionError" and (found := _BOTH.search(last.message)):
        return _both(case, found[1])
    if last.name == "AssertionError" and (found := _REFUSED.search(last.message)):
        return _refused(case, found[1])
    if _READ.search(last.message):
        return _plain_call(case)
    return None


def _refused(case: Case, kind: str) -> Diagnosis:
    spot = case.spot()
    return Diagnosis(
        what=f"a parameter says twice what it is: {kind.strip() or 'see the message'}",
        why="FastAPI hands `Request`, `Response` and their like over by their type alone",
        confidence=CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where the route is declared"),) if spot else (),
        mend=(
            "leave `Depends(...)` and other markers away from such a parameter",
            "a library's own route: it was made for another FastAPI; `pip check`",
        ),
    )


def _both(case: Case, name: str) -> Diagnosis:
    spot = case.spot()
    found = function_of(case, spot)
    edits: tuple[Edit, ...] = ()
    place = spot.place if spot else None
    if found:
        module, node = found
        for argument, default in parameters(node):
            if argument.arg == name and default is not None:
                _, start = module.offsets(argument)
                _, end = module.offsets(default)
                edits = (Edit(module.path, start, end, ""),)
                place = Place(module.path, argument.lineno, node.name)
    return Diagnosis(
        what=f"the parameter `{name}` is told twice what to inject",
        why="`Annotated` says it already; a default beside it would be a second answer",
        confidence=SURE if edits else CLEAR,
        place=place,
        evidence=(spot.evidence("the path operation"),) if spot else (),
        mend=("leave out the default",),
        edits=edits,
        safe=True,
    )


def _plain_call(case: Case) -> Diagnosis:
    spots = case.spots()
    called = spots[-1] if spots else None
    caller = _caller(case, spots)
    at = caller or called
    return Diagnosis(
        what=f"`{called.function}` was called as a plain function, and got a `Depends`"
        if called
        else "a plain call got a `Depends` in the place of what it injects",
        why="only FastAPI resolves `Depends`, and only in what it calls itself",
        confidence=SURE if caller else CLEAR,
        place=at.place if at else None,
        evidence=(
            *((caller.evidence("the plain call"),) if caller else ()),
            *((called.evidence("where it was read"),) if called else ()),
        ),
        mend=(
            "give the argument in the call",
            "or inject the function itself where FastAPI calls: `Depends(function)`",
        ),
        edits=_given(case, caller, called) if caller and called else (),
    )


def _caller(case: Case, spots: tuple[Spot, ...]) -> Spot | None:
    """The nearest frame whose call leaves out the parameter with the `Depends`."""
    for caller, called in zip(reversed(spots[:-1]), reversed(spots[1:]), strict=True):
        found = function_of(case, called)
        if found and any(_is_depends(default) for _, default in parameters(found[1])):
            return caller
    return spots[-2] if len(spots) > 1 and case.program is None else None


def _given(case: Case, caller: Spot, called: Spot) -> tuple[Edit, ...]:
    """The call with the dependency called too, where that is plain and takes nothing."""
    found = function_of(case, called)
    call = next(iter(calls_at(case, caller, called.function)), None)
    if found is None or call is None or call[1].args or call[1].keywords:
        return ()
    wanted = [(a.arg, d) for a, d in parameters(found[1]) if _is_depends(d)]
    if len(wanted) != 1 or not isinstance(wanted[0][1], ast.Call) or not wanted[0][1].args:
        return ()
    home, giver = found[0], wanted[0][1].args[0]
    if not isinstance(giver, ast.Name) or not _is_simple(home, giver.id):
        return ()
    module = call[0]
    extra = imported(module, home.name, giver.id) if module is not home else ()
    text = f"{wanted[0][0]}={giver.id}()"
    return (one_argument(module, call[1], text), *extra)


def _is_simple(module: SourceModule, name: str) -> bool:
    return any(
        isinstance(node, ast.FunctionDef)
        and node.name == name
        and not list(parameters(node))
        and not any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in ast.walk(node))
        for node in module.tree.body
    )


def _is_depends(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and last_name(node.func) in ("Depends", "Security")


_HELLO = """\
from fastapi import APIRouter, Depends

from app.deps import Name, get_name

router = APIRouter()


@router.get("/hello")
async def hello(name: Name = Depends(get_name)) -> str:
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
                "together for 'name'",
                ("/srv/app/hello.py", 8, "<module>", '@router.get("/hello")'),
            ),
            {"app/hello.py": _HELLO, "app/deps.py": "Name = str\n\n\ndef get_name():\n    ...\n"},
            "app/hello.py:9",
            mended=True,
        ),
        Sample("AttributeError: 'Depends' object has no attribute 'execute'"),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/dependencies/",),
)
