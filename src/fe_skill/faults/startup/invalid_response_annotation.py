"""A path operation names a class that FastAPI can't make a field of.

A session without `Depends`, or an ORM class as the return annotation.

Tell-tale: "Invalid args for response field".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.calls import functions_named
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import Function, SourceModule

_SIGN = re.compile(
    r"Invalid args for response field! Hint: check that (?:<class '([\w.]+)'>|([\w.\[\]|"
    r" ]+)) is a valid"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("FastAPIError", says="Invalid args for response field")
    if raised is None:
        return None
    found = _SIGN.search(raised.message)
    kind = ((found[1] or found[2]) if found else "").rpartition(".")[2].rstrip("]")
    spot = case.spot(raised)
    at = _function(case, spot)
    argument = _argument(at, kind) if at else None
    returned = at is not None and argument is None and _returns(at, kind)
    line = argument[0].lineno if argument else at[1].lineno if at else spot.line if spot else 1
    return Diagnosis(
        what=f"`{kind or 'a class'}` can't be a field"
        + (f": the parameter `{argument[0].arg}` isn't marked as a dependency" if argument else ""),
        why="a return annotation is the response model, and this class is no Pydantic model"
        if returned
        else "FastAPI makes a field of every parameter that isn't a dependency",
        confidence=SURE if argument or returned else CLEAR,
        place=Place(spot.path, line, at[1].name if at else "") if spot else None,
        evidence=(spot.evidence("the path operation"),) if spot else (),
        mend=(
            "say what is sent: `response_model=...Out`, which has priority over the annotation",
            "or `response_model=None` where the function answers by itself",
        )
        if returned
        else ("inject it: `session: Annotated[AsyncSession, Depends(get_session)]`",),
        edits=_edits(case, at, argument, returned=returned, kind=kind) if at else (),
    )


def _function(case: Case, spot: Spot | None) -> tuple[SourceModule, Function] | None:
    module = case.module(spot.path) if spot else None
    for node in functions_of(module) if module else ():
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        if spot and module and first <= spot.line <= (node.end_lineno or first):
            return module, node
    return None


def _argument(
    at: tuple[SourceModule, Function], kind: str
) -> tuple[ast.arg, ast.expr | None] | None:
    for argument, default in parameters(at[1]):
        text = at[0].segment(argument.annotation) if argument.annotation else ""
        if kind and kind in re.findall(r"\w+", text) and "Depends" not in text:
            return argument, default
    return None


def _returns(at: tuple[SourceModule, Function], kind: str) -> bool:
    text = at[0].segment(at[1].returns) if at[1].returns else ""
    decorators = " ".join(at[0].segment(one) for one in at[1].decorator_list)
    return kind in re.findall(r"\w+", text) or kind in re.findall(r"\w+", decorators)


def _edits(
    case: Case,
    at: tuple[SourceModule, Function],
    argument: tuple[ast.arg, ast.expr | None] | None,
    *,
    returned: bool,
    kind: str,
) -> tuple[Edit, ...]:
    module, node = at
    if argument is not None and isinstance(argument[1], ast.Name):
        if case.program is None or not list(functions_named(case.program, argument[1].id)):
            return ()
        start, end = module.offsets(argument[1])
        text = f"Depends({module.text[start:end]})"
        return (Edit(module.path, start, end, text), *imported(module, "fastapi", "Depends"))
    if returned and node.returns is not None:
        return _modelled(case, module, node, kind)
    return ()


def _modelled(case: Case, module: SourceModule, node: Function, kind: str) -> tuple[Edit, ...]:
    """The schema of that class as the response model, where the file knows one that reads it."""
    names = [s.name for s in (case.facts.schemas if case.facts else ()) if s.from_attributes]
    wanted = [
        n for n in (f"{kind}Out", f"{kind}Read", f"{kind}Public", f"{kind}Response") if n in names
    ]
    decorator = node.decorator_list[0] if node.decorator_list else None
    schema = next(
        (s for s in (case.facts.schemas if case.facts else ()) if wanted and s.name == wanted[0]),
        None,
    )
    if schema is None or not isinstance(decorator, ast.Call):
        return ()
    if any(one.arg == "response_model" for one in decorator.keywords):
        return ()
    end = module.offsets(decorator)[1] - 1
    source = schema.dotted.rpartition(".")[0]
    known = module.names.get(schema.name)
    used = () if known else imported(module, source, schema.name)
    return (Edit(module.path, end, end, f", response_model={schema.name}"), *used)


_ITEMS = """\
from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import get_session

router = APIRouter()


@router.get("/one")
async def one(session: AsyncSession = get_session):
    return 1
"""

FAULT = Fault(
    name="invalid-response-annotation",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "fastapi.exceptions.FastAPIError: Invalid args for response field! Hint: check "
                "that "
                "<class 'sqlalchemy.ext.asyncio.session.AsyncSession'> is a valid Pydantic field "
                "type.",
                ("/srv/app/items.py", 9, "<module>", '@router.get("/one")'),
            ),
            {
                "app/items.py": _ITEMS,
                "app/database.py": "async def get_session():\n    yield 1\n",
            },
            "app/items.py:10",
            mended=True,
        ),
    ),
)
