"""pytest doesn't run `async def` tests by itself.

Tell-tale: "async def functions are not natively supported".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.notes import note, notes

_SECTIONS = (
    ("pytest.ini", r"^\[pytest\]", "{} = auto"),
    ("pyproject.toml", r"^\[tool\.pytest\.ini_options\]", '{} = "auto"'),
    ("pyproject.toml", r"^\[tool\.pytest\]", '{} = "auto"'),
    ("setup.cfg", r"^\[tool:pytest\]", "{} = auto"),
)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says("async def functions are not natively supported"):
        return None
    found = _section(case)
    node = case.reading.nodes[0].partition("::")[0] if case.reading.nodes else ""
    place = Place(found[0], found[1], "asyncio_mode") if found else Place(node, 1) if node else None
    return Diagnosis(
        what="`async def` tests are there, and nothing runs them",
        why="a plugin runs them: marked ones, or all of them where its mode is auto",
        confidence=SURE if found else CLEAR,
        place=place,
        mend=(
            '`asyncio_mode = "auto"` in pytest\'s configuration, with pytest-asyncio installed',
            "or mark each: `@pytest.mark.anyio` with anyio, `@pytest.mark.asyncio` with "
            "pytest-asyncio",
        ),
        edits=found[2] if found else (),
        safe=True,
    )


def _section(case: Case) -> tuple[str, int, tuple[Edit, ...]] | None:
    paths = [path for path, _ in notes(case.program)] if case.program else []
    for name, pattern, line in _SECTIONS:
        for path in paths:
            text = note(case.program, path) if case.program and path.endswith(name) else None
            match = re.search(pattern + r".*$", text or "", re.MULTILINE)
            if text is None or match is None:
                continue
            number = text.count("\n", 0, match.start()) + 1
            option = _option(case)
            if option in text:
                return path, number, ()
            edit = Edit(path, match.end(), match.end(), "\n" + line.format(option))
            return path, number, (edit,)
    return None


def _option(case: Case) -> str:
    """The option of the plugin that the project has; anyio's comes with FastAPI."""
    texts = [text for _, text in notes(case.program)] if case.program else []
    texts.append(case.said)
    if any("pytest-asyncio" in text or "asyncio-" in text for text in texts):
        return "asyncio_mode"
    return "anyio_mode"


FAULT = Fault(
    name="async-test-not-run",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "FAILED tests/test_a.py::test_a - Failed: async def functions are not natively "
            "supported.",
            {
                "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
                "tests/test_a.py": "async def test_a():\n    assert True\n",
            },
            "pyproject.toml:1",
            mended=True,
        ),
    ),
    docs=("https://pytest-asyncio.readthedocs.io/en/latest/reference/configuration.html",),
)
