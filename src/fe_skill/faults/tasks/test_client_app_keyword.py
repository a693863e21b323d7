"""httpx no longer takes the application itself.

Tell-tale: "AsyncClient.__init__() got an unexpected keyword argument 'app'".
"""

import ast

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.source import last_name, lines_with
from fe_skill.faults.mending import imported


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "TypeError",
        says=r"Client\.__init__\(\) got an unexpected keyword argument '(?:app|proxies)'",
    )
    if raised is None:
        return None
    spot = case.spot(raised)
    found = lines_with(case, r"Client\([^)]*\bapp=", "app=")
    place = found[0].place() if found else spot.place if spot else None
    return Diagnosis(
        what="the client is given the application as `app=`, which httpx has dropped",
        why="since httpx 0.28 an application is given through its transport",
        confidence=SURE if place else CLEAR,
        place=place,
        evidence=(spot.evidence("where it is made"),) if spot else (),
        mend=('`AsyncClient(transport=ASGITransport(app=app), base_url="http://test")`',),
        edits=_transported(case, place) if place else (),
        safe=True,
    )


def _transported(case: Case, place: Place) -> tuple[Edit, ...]:
    module = case.module(place.path)
    for call in module.nodes(ast.Call) if module else ():
        if module is None or last_name(call.func) != "AsyncClient":
            continue
        for given in call.keywords:
            if given.arg == "app" and abs(call.lineno - place.line) <= 3:  # noqa: PLR2004 -- a call's lines
                end = module.offsets(given.value)[1]
                start = module.text.rfind("app", 0, module.offsets(given.value)[0])
                text = f"transport=ASGITransport(app={module.segment(given.value)})"
                library = (module.dotted(call.func) or "httpx").partition(".")[0]
                return (
                    Edit(module.path, start, end, text),
                    *imported(module, library, "ASGITransport"),
                )
    return ()


_CONFTEST = """\
from app.main import app
from httpx import AsyncClient


def client():
    return AsyncClient(app=app, base_url="http://test")
"""

FAULT = Fault(
    name="test-client-app-keyword",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: AsyncClient.__init__() got an unexpected keyword argument 'app'",
                (
                    "/srv/tests/conftest.py",
                    6,
                    "client",
                    'return AsyncClient(app=app, base_url="http://test")',
                ),
            ),
            {"tests/conftest.py": _CONFTEST},
            "tests/conftest.py:6",
            mended=True,
        ),
    ),
)
