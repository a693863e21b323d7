"""A list or dictionary parameter is taken from the body, and the client sends a query.

Tell-tale: 422 with `loc` ["body"] for a GET, or for a list that was meant as `?tag=a&tag=b`.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked, parameters, route_function, taking
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import Function, SourceModule

_MANY = ("list", "set", "tuple", "List", "Set", "Sequence", "dict", "Tuple")
_Found = tuple[SourceModule, Function, ast.arg]


def recognise(case: Case) -> Diagnosis | None:
    if not any(e.type in {"missing", "list_type"} and e.loc[:1] == ("body",) for e in case.errors):
        return None
    method, path = asked(case)
    query = "?" in (case.response.path if case.response else "")
    found = _parameter(case, method, path)
    if found is None or not (query or method in {"GET", "DELETE"} or not path):
        return None
    module, node, argument = found
    return Diagnosis(
        what=f"`{argument.arg}` is taken from the body, and the client sent it in the query",
        why="a parameter that is a list is a body unless it says `Query()`",
        confidence=SURE if path else CLEAR if method else LIKELY + 0.12,
        place=Place(module.path, argument.lineno, node.name),
        mend=(f"`{argument.arg}: Annotated[{module.segment(argument.annotation)}, Query()]`",)
        if argument.annotation
        else (),
        edits=_from_query(module, argument),
        safe=True,
    )


def _parameter(case: Case, method: str, path: str) -> _Found | None:
    """The list that a route takes without saying from where: of this route, or of a GET."""
    routes = [taking(case)] if path else list(case.facts.routes if case.facts else ())
    found: list[_Found] = []
    for route in routes:
        at = (
            route_function(case, route)
            if route and route.method in (method or "GET", "GET")
            else None
        )
        for argument, default in parameters(at[1]) if at else ():
            text = at[0].segment(argument.annotation) if at and argument.annotation else ""
            if (
                at
                and text.startswith(_MANY)
                and (default is None or isinstance(default, ast.Constant))
            ):
                found.append((*at, argument))
    return found[0] if len(found) == 1 else None


def _from_query(module: SourceModule, argument: ast.arg) -> tuple[Edit, ...]:
    if argument.annotation is None:
        return ()
    start, end = module.offsets(argument.annotation)
    text = f"Annotated[{module.text[start:end]}, Query()]"
    used = (*imported(module, "typing", "Annotated"), *imported(module, "fastapi", "Query"))
    return (Edit(module.path, start, end, text), *used)


_API = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/items")
async def items(tag: list[str]):
    return tag
"""

FAULT = Fault(
    name="query-expected-in-body",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'GET /items?tag=a&tag=b gives 422 {"detail":[{"type":"missing","loc":["body"],"msg":'
            '"Field required","input":null}]}',
            {"main.py": _API},
            "main.py:7",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/query-params-str-validations/",),
)
