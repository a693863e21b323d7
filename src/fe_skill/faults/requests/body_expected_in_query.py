"""Plain parameters are taken from the query, and the client sends them as a body.

FastAPI takes a parameter of a plain type from the query; a body needs a model, or `Body()`.

Tell-tale: 422 with `loc` ["query", name] for a POST, PUT or PATCH.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked, asked_function, parameters
from fe_skill.faults.looking.schemas import missing_in
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import Function, SourceModule

_PLAIN = frozenset(
    ("str", "int", "float", "bool", "EmailStr", "UUID", "date", "datetime", "Decimal")
)


def recognise(case: Case) -> Diagnosis | None:
    names = missing_in(case, "query")
    method, _ = asked(case)
    if not names or {"args", "kwargs"} & set(names) or method in {"GET", "DELETE", "HEAD"}:
        return None
    found = asked_function(case, *names)
    given = [(a, d) for a, d in parameters(found[1]) if a.arg in names] if found else []
    if found and not all(_is_plain(found[0], a, d) for a, d in given):
        return None
    if not method and not found:
        return None
    place = Place(found[0].path, found[1].lineno, found[1].name) if found else None
    listed = ", ".join(f"`{name}`" for name in names)
    return Diagnosis(
        what=f"{listed} are taken from the query, and the client sent none there",
        why="a plain parameter is a query parameter; only a model or `Body()` is the body",
        confidence=SURE if place and method else CLEAR if place else LIKELY,
        place=place,
        mend=(
            "take a model as the body: `async def f(body: Credentials)`",
            "or mark each: `name: Annotated[str, Body()]`; a single one with `embed=True`",
        ),
        edits=_bodies(*found, names) if found else (),
    )


def _is_plain(module: SourceModule, argument: ast.arg, default: ast.expr | None) -> bool:
    text = module.segment(argument.annotation) if argument.annotation else ""
    return default is None and text.replace(" | None", "") in _PLAIN


def _bodies(module: SourceModule, node: Function, names: list[str]) -> tuple[Edit, ...]:
    edits = []
    for argument, default in parameters(node):
        if argument.arg in names and default is None and argument.annotation is not None:
            start, end = module.offsets(argument.annotation)
            inside = "Body(embed=True)" if len(names) == 1 else "Body()"
            edits.append(
                Edit(module.path, start, end, f"Annotated[{module.text[start:end]}, {inside}]")
            )
    return (*edits, *imported(module, "typing", "Annotated"), *imported(module, "fastapi", "Body"))


_API = """\
from fastapi import FastAPI

app = FastAPI()


@app.post("/login")
async def login(username: str, password: str):
    return username
"""

FAULT = Fault(
    name="body-expected-in-query",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'POST /login answers 422 {"detail":[{"type":"missing","loc":["query","username"],"msg":'
            '"Field required","input":null},{"type":"missing","loc":["query","password"],"msg":'
            '"Field required","input":null}]}',
            {"main.py": _API},
            "main.py:7",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/body/",),
)
