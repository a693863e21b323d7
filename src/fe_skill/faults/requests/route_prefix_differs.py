"""The path is there under another prefix: given twice, left out, or with another slash.

Tell-tale: 404 for a path that ends like a route's, or begins like it.
"""

import ast
import difflib
import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import (
    LIKELY,
    OPEN,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.routes import asked, fitting
from fe_skill.project.model import Route
from fe_skill.syntax.module import SourceModule

_LIKE = 0.75


def recognise(case: Case) -> Diagnosis | None:
    if case.status not in {404, 307} or case.chain or case.facts is None:
        return None
    method, path = asked(case)
    detail = case.response.detail if case.response else ""
    if not path or fitting(case, path) or detail not in {"", "Not Found"}:
        return None
    near = _nearest(case, method, path)
    if near is None:
        return None
    include = _include(case, near)
    place = include or Place(near.registered.path, near.registered.line, near.path)
    doubled = _doubled(near.path)
    return Diagnosis(
        what=f"`{path}` isn't there; `{near.path}` is",
        why=f"the prefix `{doubled}` is given twice on the way"
        if doubled
        else "the prefix differs",
        confidence=SURE if doubled else LIKELY if place else OPEN,
        place=place,
        evidence=tuple(
            Evidence(
                "a part of the way", where.path, where.line, _line(case, where.path, where.line)
            )
            for where in near.via[-3:]
        ),
        mend=(
            "give the prefix once: where the router is made, or where it is included"
            if doubled
            else f"ask for `{near.path}`, or correct the prefix",
        ),
        edits=_once(case, near, doubled) if doubled else (),
    )


def _nearest(case: Case, method: str, path: str) -> Route | None:
    """The one route whose path is most like it: the same end, or a prefix doubled."""
    wanted = _plain(path)
    best: tuple[float, Route | None] = (0.0, None)
    for route in case.facts.routes if case.facts else ():
        theirs = _plain(route.path)
        words = {part for part in theirs if part != "{}"}
        if not any(_alike(part, word) for part in wanted[-2:] for word in words):
            continue
        same = difflib.SequenceMatcher(None, "/".join(wanted), "/".join(theirs)).ratio()
        score = same + 0.05 * (route.method == method)
        if score > best[0]:
            best = (score, route)
    return best[1] if best[0] >= _LIKE else None


def _plain(path: str) -> list[str]:
    """The parts of a path, those that are a parameter alike."""
    parts = [part for part in path.strip("/").split("/") if part]
    return ["{}" if part.startswith("{") or part.isdigit() else part for part in parts]


def _alike(one: str, other: str) -> bool:
    return one != "{}" and difflib.SequenceMatcher(None, one, other).ratio() >= _LIKE


def _doubled(path: str) -> str:
    found = re.search(r"((?:/[\w-]+)+)\1(?:/|$)", path)
    return found[1] if found else ""


def _include(case: Case, route: Route) -> Place | None:
    """The last include on the way that gives a prefix."""
    for where in reversed(route.via):
        if "include_router" in _line(case, where.path, where.line):
            return Place(where.path, where.line, route.path)
    return None


def _line(case: Case, path: str, line: int) -> str:
    module = case.module(path)
    return module.line(line).strip() if module else ""


def _once(case: Case, route: Route, doubled: str) -> tuple[Edit, ...]:
    """The include without the part that the router's own prefix has already."""
    place = _include(case, route)
    module = case.module(place.path) if place else None
    for call in module.nodes(ast.Call) if module else ():
        if place is None or call.lineno != place.line or module is None:
            continue
        for given in call.keywords:
            value = given.value
            if (
                given.arg == "prefix"
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            ):
                return _shortened(module, call, given, value.value, doubled)
    return ()


def _shortened(
    module: SourceModule, call: ast.Call, given: ast.keyword, prefix: str, doubled: str
) -> tuple[Edit, ...]:
    if not prefix.endswith(doubled):
        return ()
    rest = prefix.removesuffix(doubled)
    start, end = module.offsets(given.value)
    if rest:
        return (Edit(module.path, start, end, f'"{rest}"'),)
    before = [*call.args, *(one.value for one in call.keywords if one is not given)]
    if not before:
        return ()
    return (Edit(module.path, module.offsets(before[-1])[1], end, ""),)


_MAIN = """\
from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/items")


@router.get("")
async def items():
    return []


app = FastAPI()
app.include_router(router, prefix="/api/v1/items")
"""

FAULT = Fault(
    name="route-prefix-differs",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'GET /api/v1/items gives 404 {"detail":"Not Found"}',
            {"main.py": _MAIN},
            "main.py:12",
            mended=True,
        ),
    ),
)
