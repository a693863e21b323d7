"""A fixture is `async def`, and a test that isn't, or no plugin, asks for it.

The test gets a coroutine or an async generator, or pytest refuses.

Tell-tale: "requested an async fixture", "'async_generator' object has no attribute", "'coroutine'
           object" in a test.
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.source import is_test
from fe_skill.syntax.module import Function, SourceModule

_ASKED = re.compile(r"'(\w+)' requested an async fixture '(\w+)'")
_COMPARED = re.compile(r"<(?:coroutine|async_generator) object (?:\w+\.)*(\w+) at 0x")
_GOT = re.compile(r"'async_generator' object (?:has no attribute|is not|does not)")


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_ASKED.pattern)
    got = case.raised("AttributeError", "TypeError", says=_GOT.pattern)
    in_test = got is not None and any(is_test(one.path) for one in case.spots(got))
    in_test = in_test or (got is not None and not case.spots(got) and _of_fixture(case))
    compared = _compared(case)
    if found is None and not in_test and not compared:
        return None
    name = found[2] if found else compared
    fixture = next(iter(_fixtures(case, name)), None)
    spot = case.spot(got)
    place = Place(fixture[0].path, fixture[1].lineno, fixture[1].name) if fixture else None
    return Diagnosis(
        what=f"the fixture `{name}` is asynchronous, and nothing runs it"
        if name
        else "a test got an asynchronous fixture that nothing ran",
        why="only a plugin for async tests runs it, and only for tests that this plugin runs",
        confidence=SURE if place and name else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=(Evidence("the fixture", place.path, place.line),) if place else (),
        mend=(
            "make the fixture a plain `def` where it awaits nothing",
            "otherwise make the test `async def` too, and have AnyIO's plugin run both",
        ),
        edits=_plain(*fixture) if fixture else (),
        safe=True,
    )


def _of_fixture(case: Case) -> bool:
    """Whether somebody who tells of it says that it came from a fixture."""
    return case.says(r"(?i)\bfixtures?\b") is not None


def _compared(case: Case) -> str:
    """The name that an assertion of a test holds for a value, and that nobody called there."""
    raised = case.raised("AssertionError", says=_COMPARED.pattern)
    found = _COMPARED.search(raised.message) if raised else None
    code = raised.frames[-1].code if raised and raised.frames else ""
    if raised is None or found is None or not raised.frames or not is_test(raised.frames[-1].path):
        return ""
    return found[1] if re.search(rf"\b{found[1]}\b(?!\()", code or f"{found[1]}(") else ""


def _fixtures(case: Case, name: str) -> list[tuple[SourceModule, Function]]:
    return [
        (module, node)
        for module in (case.program.mentioning(b"fixture") if case.program else ())
        for node in functions_of(module)
        if isinstance(node, ast.AsyncFunctionDef)
        and (node.name == name or not name)
        and any("fixture" in ast.unparse(one) for one in node.decorator_list)
    ]


def _plain(module: SourceModule, node: Function) -> tuple[Edit, ...]:
    """Without `async`, where nothing in it is asynchronous."""
    kinds = (ast.Await, ast.AsyncWith, ast.AsyncFor)
    if any(isinstance(one, kinds) for one in ast.walk(node)):
        return ()
    start = module.offset(node.lineno, node.col_offset + 1)
    found = re.compile(r"async\s+").match(module.text, start)
    return (Edit(module.path, start, found.end(), ""),) if found else ()


_CONFTEST = """\
import pytest


@pytest.fixture
async def shelf():
    return 1
"""

FAULT = Fault(
    name="async-fixture-unhandled",
    explanation=__doc__,
    recognise=recognise,
    explains=("coroutine-never-awaited",),
    samples=(
        Sample(
            "'test_titles' requested an async fixture 'shelf', with no plugin or hook that handled "
            "it. This is an error, as pytest does not natively support it.",
            {"tests/conftest.py": _CONFTEST},
            "tests/conftest.py:5",
            mended=True,
        ),
    ),
    docs=("https://anyio.readthedocs.io/en/stable/testing.html",),
)
