"""A parameter that was meant as a dependency isn't marked as one.

Without `Depends(...)` FastAPI takes it for a query parameter.

Tell-tale: 422 `missing` with `loc` ["query", name], where name is a session, service or user.
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.calls import Found, functions_named
from fe_skill.faults.looking.routes import asked_function, parameters
from fe_skill.faults.looking.schemas import missing_in
from fe_skill.faults.mending import imported
from fe_skill.syntax.module import Function, SourceModule

_PLAIN = re.compile(
    r"\b(?:str|int|float|bool|UUID|date|datetime|Decimal|list|Literal|Enum|Query)\b"
)


def recognise(case: Case) -> Diagnosis | None:
    names = missing_in(case, "query")
    found = asked_function(case, *names) if names else None
    for argument, default in parameters(found[1]) if found else ():
        if found is None or argument.arg not in names or default is not None:
            continue
        text = found[0].segment(argument.annotation) if argument.annotation else ""
        giver = None if _PLAIN.search(text) else _giver(case, found[0], argument.arg, text)
        if giver is not None:
            return _diagnosis(found, argument, giver)
    return None


def _giver(
    case: Case, module: SourceModule, name: str, annotation: str
) -> tuple[SourceModule, Function] | None:
    """The dependency that gives it: named after it, or one that others in the file use."""
    wanted = {f"get_{name}", f"get_current_{name}", name, f"get_async_{name}", f"make_{name}"}
    if annotation:
        wanted.add("get_" + re.sub(r"(?<!^)(?=[A-Z])", "_", annotation).lower())
    own = [Found(module, node) for node in functions_of(module) if node.name in wanted]
    known = (
        (one for each in sorted(wanted) for one in functions_named(case.program, each))
        if case.program
        else ()
    )
    for one in (*own, *known):
        if one.module.class_of(one.node) is None:
            return one.module, one.node
    return None


def _diagnosis(
    found: tuple[SourceModule, Function], argument: ast.arg, giver: tuple[SourceModule, Function]
) -> Diagnosis:
    module, node = found
    end = module.offsets(argument)[1]
    name = giver[1].name
    typed = argument.annotation is not None
    edits: tuple[Edit, ...] = ()
    later = [d for a, d in parameters(node) if a.lineno >= argument.lineno and a is not argument]
    if all(d is not None for d in later):
        equals = " = " if typed else "="
        own = imported(module, giver[0].name, name) if giver[0] is not module else ()
        edits = (Edit(module.path, end, end, f"{equals}Depends({name})"), *own)
        edits = (*edits, *imported(module, "fastapi", "Depends"))
    return Diagnosis(
        what=f"`{argument.arg}` isn't marked as a dependency, so it is expected in the query",
        why="a parameter is a dependency only with `Depends(...)`",
        confidence=SURE,
        place=Place(module.path, argument.lineno, node.name),
        evidence=(Evidence("what gives it", giver[0].path, giver[1].lineno, f"def {name}"),),
        mend=(f"`{argument.arg} = Depends({name})`",),
        edits=edits,
    )


_API = """\
from fastapi import FastAPI

app = FastAPI()


def get_greeter():
    return "hello"


@app.get("/farewell")
async def farewell(greeter):
    return greeter
"""

FAULT = Fault(
    name="dependency-class-not-called",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'GET /farewell gives 422 {"detail":[{"type":"missing","loc":["query","greeter"],"msg":'
            '"Field required","input":null}]}',
            {"main.py": _API},
            "main.py:11",
            mended=True,
        ),
    ),
)
