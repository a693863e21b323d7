"""`app.state` doesn't have what the lifespan should have put there.

A test client runs the lifespan only inside `with`, and `ASGITransport` never does. A mounted
application has a state of its own, and its lifespan doesn't run.

Tell-tale: "'State' object has no attribute".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.source import Line, is_test, last_name, lines_with
from fe_skill.project.model import Where
from fe_skill.syntax.module import SourceModule


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AttributeError", says=r"'State' object has no attribute '(\w+)'")
    if raised is None:
        return None
    name = raised.message.rpartition("'")[0].rpartition("'")[2]
    spot = case.spot(raised)
    tested = bool(case.reading.nodes) or any(is_test(s.path) for s in case.spots())
    client = _client(case) if tested else None
    given = lines_with(case, rf"\.state\.{re.escape(name)}\s*(?::[^=]+)?=[^=]", ".state.")
    once = bool(given) and given[0].text.count(f".state.{name}") == 1
    if spot and once and client is None and _is_mounted(case):
        return _of_the_outer(spot, given[0], name)
    place = (
        client[0]
        if client
        else given[0].place()
        if given and tested
        else spot.place
        if spot
        else None
    )
    return Diagnosis(
        what=f"`state.{name}` isn't there: what puts it there has not run",
        why="the test client runs the lifespan only inside `with`"
        if client
        else "the lifespan puts it there, and did not run"
        if given
        else "nothing in the project puts it there",
        confidence=SURE if client else CLEAR,
        place=place,
        evidence=(
            *((spot.evidence("where it is read"),) if spot else ()),
            *((given[0].evidence("where it is put there"),) if given else ()),
        ),
        mend=(
            "`with TestClient(app) as client:`; with `AsyncClient`, run the lifespan around it "
            "(asgi-lifespan's `LifespanManager`)",
        )
        if tested
        else (f"set `app.state.{name}` in the lifespan, before the `yield`",),
        edits=client[1] if client else (),
        safe=True,
    )


def _is_mounted(case: Case) -> bool:
    """Whether a path operation that was run belongs to an application inside another."""
    names = {spot.function for spot in case.spots()}
    return any(
        "FastAPI(" in module.line(where.line)
        for route in (case.facts.routes if case.facts else ())
        if route.function.rpartition(".")[2] in names
        for where in route.via[:1]
        if (module := case.module(where.path)) and not _runs(case, where)
    )


def _runs(case: Case, where: Where) -> bool:
    """Whether an application made there is served itself."""
    return any(one.where == where for one in (case.facts.applications if case.facts else ()))


def _of_the_outer(spot: Spot, given: Line, name: str) -> Diagnosis:
    return Diagnosis(
        what=f"`state.{name}` isn't there: it was put on the state of another application",
        why="`request.app` is the mounted application, which has a state of its own",
        confidence=SURE,
        place=given.place(),
        evidence=(spot.evidence("where it is read"), given.evidence("where it is put")),
        mend=(
            f"put it on both: `inner.state.{name} = ...` in the outer's lifespan",
            "the lifespan of a mounted application doesn't run: start things in the outer's",
        ),
        edits=_on_both(given, name),
        safe=True,
    )


def _on_both(given: Line, name: str) -> tuple[Edit, ...]:
    """The same value for what the same file mounts."""
    module = given.module
    mounted = {
        one.args[1].id
        for one in module.nodes(ast.Call)
        if last_name(one.func) == "mount"
        and len(one.args) > 1
        and isinstance(one.args[1], ast.Name)
    }
    for node in module.nodes(ast.Assign):
        if node.lineno == given.number and len(mounted) == 1:
            start, _ = module.offsets(node.value)
            return (Edit(module.path, start, start, f"{next(iter(mounted))}.state.{name} = "),)
    return ()


def _client(case: Case) -> tuple[Place, tuple[Edit, ...]] | None:
    """A test client that is made outside `with`."""
    for line in lines_with(
        case, r"\bTestClient\(|ASGITransport\(", "TestClient(", "ASGITransport("
    ):
        module = line.module
        for call in module.nodes(ast.Call):
            here = call.lineno == line.number and last_name(call.func) in {
                "TestClient",
                "ASGITransport",
            }
            if here and not isinstance(module.parent(call), ast.withitem):
                return line.place("client"), _entered(module, call)
    return None


def _entered(module: SourceModule, call: ast.Call) -> tuple[Edit, ...]:
    """A fixture that returns the client, made one that yields it inside `with`."""
    parent, function = module.parent(call), module.function_of(call)
    decorators = " ".join(module.segment(d) for d in function.decorator_list) if function else ""
    if not isinstance(parent, ast.Return) or "fixture" not in decorators or function is None:
        return ()
    if function not in list(functions_of(module)) or last_name(call.func) != "TestClient":
        return ()
    start, end = module.offsets(parent)
    indent = " " * parent.col_offset
    text = f"with {module.segment(call)} as client:\n{indent}    yield client"
    edits = [Edit(module.path, start, end, text)]
    if function.returns is not None:
        first, last = module.offsets(function.returns)
        edits.append(
            Edit(module.path, first, last, f'"Iterator[{module.segment(function.returns)}]"')
        )
    return tuple(edits) if function.returns is None else ()


_CONFTEST = """\
import pytest
from app.main import app
from fastapi.testclient import TestClient


@pytest.fixture
def client():
    return TestClient(app)
"""
_OUTER = """\
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request

inner = FastAPI()


@inner.get("/price")
async def read(request: Request):
    return request.app.state.store


@asynccontextmanager
async def lifespan(app):
    app.state.store = {}
    yield


outer = FastAPI(lifespan=lifespan)
outer.mount("/v2", inner)
"""

FAULT = Fault(
    name="state-attribute-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AttributeError: 'State' object has no attribute 'store'",
                ("/srv/app/main.py", 10, "read", "return request.app.state.store"),
            ),
            {"app/main.py": _OUTER},
            "app/main.py:15",
            mended=True,
        ),
        Sample(
            trace(
                "AttributeError: 'State' object has no attribute 'store'",
                ("/srv/tests/test_read.py", 2, "test_read", 'client.get("/a")'),
                ("/srv/app/main.py", 5, "read", "return request.app.state.store"),
            ),
            {
                "tests/conftest.py": _CONFTEST,
                "tests/test_read.py": 'def test_read(client):\n    client.get("/a")\n',
                "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
            },
            "tests/conftest.py:8",
            mended=True,
        ),
    ),
    docs=("https://fastapi.tiangolo.com/advanced/testing-events/",),
)
