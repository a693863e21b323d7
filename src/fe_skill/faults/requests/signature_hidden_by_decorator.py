"""A decorator hides the signature of a path operation, or a dependency takes any arguments.

FastAPI reads the parameters of the function that it gets. A wrapper without `functools.wraps` shows
`*args, **kwargs` instead, and they become query parameters; so does a mock, or a stand-in of tests
that takes anything.

Tell-tale: 422 with `loc` ["query", "args"] and ["query", "kwargs"].
"""

import ast
import re
from collections.abc import Iterator

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.calls import functions_named
from fe_skill.faults.looking.routes import route_function, taking
from fe_skill.faults.looking.source import Line, is_test, last_name, lines_with, placed
from fe_skill.faults.mending import imported, line_before
from fe_skill.syntax.module import Function, SourceModule

_OVERRIDE = r"dependency_overrides\[.+\]\s*=\s*([\w.]+)"
_Found = tuple[SourceModule, Function, Function]


def recognise(case: Case) -> Diagnosis | None:
    names = {str(e.loc[1]) for e in case.errors if e.loc[:1] == ("query",) and len(e.loc) == 2}  # noqa: PLR2004
    if not names & {"args", "kwargs"} or not names <= {"args", "kwargs", "_args", "_kwargs"}:
        return None
    found = _of_route(case)
    overrides = [] if found else lines_with(case, _OVERRIDE, "dependency_overrides")
    stand_in = next((d for line in overrides if (d := _taking_anything(case, line))), None)
    if stand_in is not None:
        return stand_in
    found = found or _any(case)
    place = Place(found[0].path, found[2].lineno, found[1].name) if found else None
    return Diagnosis(
        what="a decorator hides the parameters of the path operation"
        + (f": `{found[1].name}`" if found else ""),
        why="the wrapper shows `*args, **kwargs`, which FastAPI takes for query parameters",
        confidence=SURE if found else CLEAR,
        place=place,
        mend=("put `@functools.wraps(function)` on the wrapper",),
        edits=_wrapped(*found) if found else (),
        safe=True,
    )


def _taking_anything(case: Case, line: Line) -> Diagnosis | None:
    """What overrides a dependency, where it is a mock or a function that takes anything."""
    program, name = case.program, line.found[1]
    resolved = program.resolve(line.module, name) if program else None
    function = program.function(resolved) if program and resolved else None
    if function is None and "mock" not in f"{resolved} {name}".lower():
        return None
    if function and not (function.node.args.vararg and function.node.args.kwarg):
        return None
    return Diagnosis(
        what="what overrides a dependency takes any arguments",
        why="FastAPI takes `*args, **kwargs` for query parameters of that name",
        confidence=SURE,
        place=placed(function.module, function.node, function.name) if function else line.place(),
        evidence=(line.evidence("the override"),),
        mend=("override with a function that takes what it needs: `lambda: fake`, not a mock",),
        edits=_without_arguments(function.module, function.node) if function else (),
        safe=True,
    )


def _without_arguments(module: SourceModule, node: Function) -> tuple[Edit, ...]:
    """The function without parameters, where it has no others and doesn't use these."""
    head = re.compile(rf"def {node.name}\((\*\w+, \*\*\w+)\)")
    found = head.search(module.text, module.offsets(node)[0])
    names = {one.arg for one in (node.args.vararg, node.args.kwarg) if one}
    used = any(one.id in names for one in module.inside(node, ast.Name))
    return (Edit(module.path, found.start(1), found.end(1), ""),) if found and not used else ()


def _of_route(case: Case) -> _Found | None:
    at = route_function(case, taking(case))
    for decorator in at[1].decorator_list if at and case.program else ():
        func = getattr(decorator, "func", decorator)
        for one in functions_named(case.program, last_name(func)) if case.program else ():
            if found := _inner(one.module, one.node):
                return found
    return None


def _any(case: Case) -> _Found | None:
    """Any decorator of the project that hides signatures."""
    for module in case.program.mentioning(b"*args") if case.program else ():
        for node in functions_of(module) if not is_test(module.path) else ():
            if found := _inner(module, node):
                return found
    return None


def _inner(module: SourceModule, outer: Function) -> _Found | None:
    """The wrapper inside a decorator that takes anything and doesn't say whom it wraps."""
    for node in _functions_in(module, outer):
        decorated = any("wraps" in module.segment(one) for one in node.decorator_list)
        if node.args.vararg and node.args.kwarg and not decorated:
            return module, outer, node
        if deeper := _inner(module, node):
            return deeper
    return None


def _functions_in(module: SourceModule, outer: Function) -> Iterator[Function]:
    yield from module.inside(outer, ast.FunctionDef)
    yield from module.inside(outer, ast.AsyncFunctionDef)


def _wrapped(module: SourceModule, outer: Function, wrapper: Function) -> tuple[Edit, ...]:
    around = module.function_of(wrapper) or outer
    first = next(iter(around.args.args), None)
    if first is None or first.arg in {"self", "cls"}:
        return ()
    line = line_before(module, wrapper, f"@wraps({first.arg})")
    return (line, *imported(module, "functools", "wraps"))


_API = """\
from fastapi import FastAPI

app = FastAPI()


def timed(function):
    async def wrapper(*args, **kwargs):
        return await function(*args, **kwargs)

    return wrapper


@app.get("/items/{item_id}")
@timed
async def read(item_id: int):
    return item_id
"""
_ANSWER = (
    'GET /items/3 gives 422 {"detail":[{"type":"missing","loc":["query","args"],"msg":"Field '
    'required","input":null},{"type":"missing","loc":["query","kwargs"],"msg":"Field '
    'required","input":null}]}'
)
_OVERRIDDEN = """\
from main import app, store


def fake(*args, **kwargs):
    return {}


app.dependency_overrides[store] = fake
"""

FAULT = Fault(
    name="signature-hidden-by-decorator",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            _ANSWER,
            {"main.py": _API},
            "main.py:7",
            mended=True,
        ),
        Sample(_ANSWER, {"tests/conftest.py": _OVERRIDDEN}, "tests/conftest.py:4", mended=True),
    ),
)
