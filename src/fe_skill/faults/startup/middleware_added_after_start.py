"""Middleware is added when the application runs already.

Tell-tale: "Cannot add middleware after an application has started".
"""

import ast

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.mending import without
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "RuntimeError", says="Cannot add middleware after an application has started"
    )
    if raised is None:
        return None
    spots = case.spots(raised)
    first = next((s for s in spots if "lifespan" in s.function or "startup" in s.function), None)
    spot = first or (spots[-1] if spots else None)
    return Diagnosis(
        what="middleware is added while the application runs already",
        why="the row of middleware is put together once, before the lifespan",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=tuple(one.evidence("on the way") for one in spots[-2:]),
        mend=("add it where the application is made, right below `FastAPI(...)`",),
        edits=_moved(case, spot) if first and spot else (),
    )


def _moved(case: Case, spot: Spot) -> tuple[Edit, ...]:
    """The statement out of the lifespan, below the application in the same file."""
    module, statement = case.module(spot.path), case.statement_at(spot)
    made = _application(module) if module else None
    function = module.function_of(statement) if module and statement else None
    if module is None or statement is None or made is None or function is None:
        return ()
    text = module.segment(statement)
    target = made.targets[0]
    name = target.id if isinstance(target, ast.Name) else ""
    given = next((a.arg for a in function.args.args), "")
    if "\n" in text or "await " in text or given not in {name, ""} or len(function.body) < 2:  # noqa: PLR2004
        return ()
    end = module.text.find("\n", module.offsets(made)[1])
    end = len(module.text) if end < 0 else end + 1
    return (without(module, statement), Edit(module.path, end, end, f"{text}\n"))


def _application(module: SourceModule) -> ast.Assign | None:
    for node in module.tree.body:
        made = node.value if isinstance(node, ast.Assign) else None
        if isinstance(made, ast.Call) and module.is_(made.func, "fastapi.FastAPI"):
            return node if isinstance(node, ast.Assign) else None
    return None


_MAIN = """\
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.extras import install


@asynccontextmanager
async def lifespan(app):
    install(app)
    yield


app = FastAPI(lifespan=lifespan)
"""

FAULT = Fault(
    name="middleware-added-after-start",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "RuntimeError: Cannot add middleware after an application has started",
                ("/srv/app/main.py", 10, "lifespan", "install(app)"),
                ("/srv/app/extras.py", 6, "install", "app.add_middleware(GZipMiddleware)"),
            ),
            {"app/main.py": _MAIN},
            "app/main.py:10",
            mended=True,
        ),
    ),
)
