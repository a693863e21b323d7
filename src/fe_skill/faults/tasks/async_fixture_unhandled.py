"""An async fixture isn't awaited: the test gets a coroutine or a generator.

In strict mode pytest-asyncio handles only fixtures of its own: `@pytest_asyncio.fixture`.

Tell-tale: "'async_generator' object has no attribute", "requested an async fixture",
           "'coroutine' object" for a fixture.
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.source import is_test
from fe_skill.syntax.module import Function, SourceModule

_SIGN = (
    r"'async_generator' object|requested an async fixture|async fixture '(\w+)'|"
    r"asynchronous fixture"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(says=_SIGN)
    told = case.says(_SIGN)
    if raised is None and told is None:
        return None
    named = re.search(r"async fixture '(\w+)'|fixture '(\w+)'", case.said)
    found = _fixture(case, (named[1] or named[2]) if named else "")
    if found is None and "async_generator" in case.said and "protocol" in case.said:
        return None
    spot = case.spot(raised)
    place = (
        Place(found[0].path, found[2].lineno, found[1].name)
        if found
        else spot.place
        if spot
        else None
    )
    return Diagnosis(
        what="an async fixture is handed over as it is, nobody awaits it",
        why="in strict mode only fixtures marked by a plugin are awaited",
        confidence=SURE if found else CLEAR if raised else LIKELY,
        place=place,
        evidence=(spot.evidence("the test that got it"),) if spot else (),
        mend=(
            "mark it with `@pytest_asyncio.fixture`; without an `await` in it, a plain `def`",
            '`asyncio_mode = "auto"` in pytest\'s configuration handles all of them',
        ),
        edits=_marked(*found) if found else (),
        safe=True,
    )


def _fixture(case: Case, name: str) -> tuple[SourceModule, Function, ast.expr] | None:
    for module in case.program.mentioning(b"fixture") if case.program else ():
        for node in functions_of(module) if is_test(module.path) else ():
            if not isinstance(node, ast.AsyncFunctionDef) or (name and node.name != name):
                continue
            for decorator in node.decorator_list:
                bare = decorator.func if isinstance(decorator, ast.Call) else decorator
                if module.segment(bare) in {"pytest.fixture", "fixture"}:
                    return module, node, bare
    return None


def _marked(module: SourceModule, node: Function, decorator: ast.expr) -> tuple[Edit, ...]:
    waits = (ast.Await, ast.AsyncFor, ast.AsyncWith)
    if not any(isinstance(one, waits) for one in ast.walk(node)):  # nothing in it is asynchronous
        at = module.offsets(node)[0]
        return (Edit(module.path, at, at + len("async "), ""),)
    start, end = module.offsets(decorator)
    edits = [Edit(module.path, start, end, "pytest_asyncio.fixture")]
    if "pytest_asyncio" not in module.names:
        first = next(
            (n for n in module.tree.body if isinstance(n, (ast.Import, ast.ImportFrom))), None
        )
        at = module.offset(first.lineno) if first else 0
        after = [
            n for n in module.tree.body if isinstance(n, ast.Import) and n.names[0].name == "pytest"
        ]
        if after:
            at = module.text.find("\n", module.offsets(after[0])[1]) + 1
        edits.append(Edit(module.path, at, at, "import pytest_asyncio\n"))
    return tuple(edits)


_CONFTEST = """\
import pytest


@pytest.fixture
async def client():
    async with opened() as one:
        yield one
"""

FAULT = Fault(
    name="async-fixture-unhandled",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AttributeError: 'async_generator' object has no attribute 'get'",
                ("/srv/tests/test_a.py", 2, "test_a", 'await client.get("/")'),
            ),
            {
                "tests/conftest.py": _CONFTEST,
                "tests/test_a.py": "def test_a(client):\n    client.get()\n",
            },
            "tests/conftest.py:4",
            mended=True,
        ),
    ),
)
