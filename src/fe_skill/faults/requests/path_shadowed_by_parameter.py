"""A route with a parameter in its path is declared before one with a plain path.

Routes are tried in the order of their declaration: `/users/{user_id}` takes `/users/me` as well.

Tell-tale: 422 for a path parameter that was given a word of another route's path.
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked, fitting, route_function
from fe_skill.faults.mending import line_before, without
from fe_skill.project.model import Route, Where


def recognise(case: Case) -> Diagnosis | None:
    method, path = asked(case)
    in_path = [e for e in case.errors if e.loc[:1] == ("path",)]
    if case.facts is None or not in_path:
        return None
    fits = [r for r in fitting(case, path) if not method or r.method == method]
    literal = next((r for r in fits[1:] if r.path == path), None)
    if not path:
        fits, literal = _by_input(case, in_path[0].input.strip("'\""))
    if literal is None or not fits or fits[0].path == literal.path:
        return None
    first = fits[0]
    return Diagnosis(
        what=f"`{first.method} {first.path}` takes the requests of `{literal.path}`",
        why="routes are tried in the order in which they were declared",
        confidence=SURE,
        place=Place(first.registered.path, first.registered.line, first.path),
        evidence=(
            Evidence("declared first", first.registered.path, first.registered.line, first.path),
            Evidence(
                "declared later", literal.registered.path, literal.registered.line, literal.path
            ),
        ),
        mend=(f"declare, or include, `{literal.path}` before `{first.path}`",),
        edits=_moved(case, first, literal),
        safe=True,
    )


def _by_input(case: Case, word: str) -> tuple[list[Route], Route | None]:
    """Without a path: a route that ends in the word that was refused, shadowed by another."""
    for route in case.facts.routes if case.facts else ():
        if route.path.endswith(f"/{word}") and route.shadowed_by:
            first = fitting(case, route.path)
            return first, route
    return [], None


def _moved(case: Case, first: Route, literal: Route) -> tuple[Edit, ...]:
    if first.where.path == literal.where.path:
        return _function_moved(case, first, literal)
    return _include_moved(case, first, literal)


def _function_moved(case: Case, first: Route, literal: Route) -> tuple[Edit, ...]:
    """The later function above the first, in one file; what lies between must not be needed."""
    one, other = route_function(case, first), route_function(case, literal)
    if one is None or other is None or one[0].parent(one[1]) is not other[0].parent(other[1]):
        return ()
    module, node = other
    start = module.offset(min(d.lineno for d in node.decorator_list))
    end = module.text.find("\n", module.offsets(node)[1])
    end = len(module.text) if end < 0 else end + 1
    text = module.text[start:end].rstrip("\n")
    blank = module.text[end:].lstrip("\n")
    gone = Edit(module.path, start, len(module.text) - len(blank) if blank else end, "")
    at = module.offset(min(d.lineno for d in one[1].decorator_list))
    return (Edit(module.path, at, at, f"{text}\n\n\n"), gone)


def _include_moved(case: Case, first: Route, literal: Route) -> tuple[Edit, ...]:
    """The later include above the first, where both stand in one file."""
    pair = next(
        (
            (a, b)
            for a in first.via
            for b in literal.via
            if a.path == b.path and a.line < b.line and a not in literal.via
        ),
        None,
    )
    if pair is None:
        return ()
    module = case.module(pair[0].path)
    upper, lower = (_statement(case, where) for where in pair)
    if module is None or upper is None or lower is None:
        return ()
    return (line_before(module, upper, module.segment(lower)), without(module, lower))


def _statement(case: Case, where: Where) -> ast.Expr | None:
    module = case.module(where.path)
    for node in module.nodes(ast.Expr) if module else ():
        if node.lineno == where.line and "include_router" in (
            module.segment(node) if module else ""
        ):
            return node
    return None


_API = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/users/{user_id}")
async def read_user(user_id: int):
    return user_id


@app.get("/users/me")
async def read_me():
    return "me"
"""

FAULT = Fault(
    name="path-shadowed-by-parameter",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'GET /users/me gives 422 {"detail":[{"type":"int_parsing","loc":["path","user_id"],'
            '"msg":"Input should be a valid integer","input":"me"}]}',
            {"main.py": _API},
            "main.py:6",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/tutorial/path-params/#order-matters",),
)
