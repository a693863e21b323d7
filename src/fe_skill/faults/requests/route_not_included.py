"""A router was never included in the application.

Tell-tale: 404 for a path that a router declares, and no application includes that router.
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.routes import asked, fitting
from fe_skill.faults.looking.source import last_name
from fe_skill.faults.mending import imported, line_after
from fe_skill.project.model import RouterFact
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    if case.status != 404 or case.chain or case.facts is None:  # noqa: PLR2004 -- the code itself
        return None
    method, path = asked(case)
    if path and any(one.method == method or not method for one in fitting(case, path)):
        return None
    left_out = [one for one in case.facts.routers if not one.included]
    chosen = next((one for one in left_out if _declares(case, one, path)), None) if path else None
    if chosen is None and not path and len(left_out) == 1:
        chosen = left_out[0]
    if chosen is None:
        return None
    include = _include(case)
    where = chosen.where
    return Diagnosis(
        what=f"the router `{chosen.name}` is never included, so its paths are not there",
        why="a router's routes belong to an application only once it is included",
        confidence=SURE if path else CLEAR,
        place=Place(where.path, where.line, chosen.name),
        evidence=(Evidence("where others are included", include[0].path, include[1].lineno),)
        if include
        else (),
        mend=(
            f"include it beside the others: `app.include_router({chosen.name.partition(':')[2]})`",
        ),
        edits=_included(*include, chosen) if include else (),
        safe=True,
    )


def _declares(case: Case, router: RouterFact, path: str) -> bool:
    """Whether the end of the path is one that the router's file declares."""
    module = case.module(router.where.path)
    variable = router.name.partition(":")[2]
    prefix = router.prefix or ""
    for call in module.nodes(ast.Call) if module else ():
        owner = getattr(getattr(call.func, "value", None), "id", "")
        first = call.args[0] if call.args else None
        if owner == variable and isinstance(first, ast.Constant) and isinstance(first.value, str):
            pattern = re.sub(r"\{[^}]*\}", "[^/]+", prefix + first.value)
            if pattern.strip("/") and re.search(rf"{pattern}/?$", path):
                return True
    return False


def _include(case: Case) -> tuple[SourceModule, ast.Expr] | None:
    """The last include into an application, or into the router that holds the others."""
    found: list[tuple[SourceModule, ast.Expr]] = []
    for module in case.program.mentioning(b"include_router") if case.program else ():
        found += [
            (module, node)
            for node in module.nodes(ast.Expr)
            if isinstance(node.value, ast.Call) and last_name(node.value.func) == "include_router"
        ]
    return found[-1] if found else None


def _included(module: SourceModule, include: ast.Expr, router: RouterFact) -> tuple[Edit, ...]:
    """One more include, in the way of the one above: the module's router, or the bare name."""
    call = include.value
    assert isinstance(call, ast.Call)  # noqa: S101 -- the caller looked
    owner = module.segment(call.func)
    dotted, _, variable = router.name.partition(":")
    package, _, stem = dotted.rpartition(".")
    first = call.args[0] if call.args else None
    rest = "".join(
        f", {module.segment(k)}" for k in call.keywords if k.arg not in {"prefix", "tags"}
    )
    if isinstance(first, ast.Attribute) and package and stem not in module.names:
        line = line_after(module, include, f"{owner}({stem}.{variable}{rest})")
        return (line, *imported(module, package, stem))
    alias = f"{stem}_{variable}"
    if variable in module.names or stem in module.names:
        text = f"from {dotted} import {variable} as {alias}\n"
        last = [n for n in module.tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
        if not last:
            return ()
        return (
            line_after(module, include, f"{owner}({alias}{rest})"),
            line_after(module, last[-1], text.rstrip("\n")),
        )
    line = line_after(module, include, f"{owner}({variable}{rest})")
    return (line, *imported(module, dotted, variable))


_MAIN = """\
from fastapi import FastAPI

from app.api import orders

app = FastAPI()
app.include_router(orders.router)
"""
_ROUTER = """\
from fastapi import APIRouter

router = APIRouter(prefix="/{0}")


@router.get("")
async def all_{0}():
    return []
"""

FAULT = Fault(
    name="route-not-included",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            'GET /invoices gives 404 {"detail":"Not Found"}',
            {
                "app/main.py": _MAIN,
                "app/api/orders.py": _ROUTER.replace("{0}", "orders"),
                "app/api/invoices.py": _ROUTER.replace("{0}", "invoices"),
            },
            "app/api/invoices.py:3",
            mended=True,
        ),
    ),
)
