"""Tests are `async def`, and nothing runs them.

pytest itself can't; a plugin does, when it is told to: AnyIO's, which comes with FastAPI, or
pytest-asyncio.

Tell-tale: "async def functions are not natively supported".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.manifests import named_in
from fe_skill.faults.looking.notes import note

_SIGN = r"async def functions are not natively supported"
_SECTION = re.compile(r"^\[tool\.pytest\.ini_options\][^\n]*\n", re.MULTILINE)
_MODE = re.compile(r"^(?:anyio|asyncio)_mode\s*=", re.MULTILINE)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    setting = 'asyncio_mode = "auto"' if named_in(case, "pytest-asyncio") else 'anyio_mode = "auto"'
    place, edits = _setting(case, setting)
    node = case.reading.nodes[0] if case.reading.nodes else ""
    test = case.path_of(node.partition("::")[0]) if node else None
    return Diagnosis(
        what="async tests are collected, and nothing runs them",
        why="pytest hands them to a plugin, and none takes tests that aren't marked",
        confidence=SURE if place else CLEAR,
        place=place or (Place(test, 1) if test else None),
        evidence=(Evidence("a test that wasn't run", test, 1, node),) if test else (),
        mend=(
            f"`{setting}` in pytest's settings",
            "or mark them: `pytestmark = pytest.mark.anyio`",
        ),
        edits=edits,
        safe=True,
    )


def _setting(case: Case, setting: str) -> tuple[Place | None, tuple[Edit, ...]]:
    """Where pytest's settings are, and the mode put among them."""
    text = note(case.program, "pyproject.toml") if case.program else None
    found = _SECTION.search(text) if text else None
    if text is None or found is None:
        return None, ()
    place = Place("pyproject.toml", text.count("\n", 0, found.start()) + 1, "pytest")
    if _MODE.search(text):
        return place, ()
    return place, (Edit("pyproject.toml", found.end(), found.end(), f"{setting}\n"),)


_TEXT = """\
=================================== FAILURES ===================================
__________________________________ test_echo ___________________________________
async def functions are not natively supported.
You need to install a suitable plugin for your async framework, for example:
=========================== short test summary info ============================
FAILED tests/test_echo.py::test_echo - Failed: async def functions are not natively supported.
"""

FAULT = Fault(
    name="async-test-not-run",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            _TEXT,
            {
                "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
                "tests/test_echo.py": "async def test_echo():\n    assert True\n",
            },
            "pyproject.toml:1",
            mended=True,
        ),
        Sample(_TEXT),
    ),
    docs=("https://anyio.readthedocs.io/en/stable/testing.html",),
)
