"""pytest doesn't find the project's own package.

The `pytest` command puts the tests' folders on the path, not the one that holds the package.

Tell-tale: `ModuleNotFoundError` while tests are collected, for a package that the project has.
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.notes import notes
from fe_skill.faults.looking.source import is_test

_SIGN = re.compile(r"No module named '(\w+)")
_SECTIONS = (
    ("pyproject.toml", r"^\[tool\.pytest(?:\.ini_options)?\]", 'pythonpath = ["{}"]'),
    ("pytest.ini", r"^\[pytest\]", "pythonpath = {}"),
    ("tox.ini", r"^\[pytest\]", "pythonpath = {}"),
    ("setup.cfg", r"^\[tool:pytest\]", "pythonpath = {}"),
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ModuleNotFoundError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    collecting = bool(case.reading.nodes) or any(is_test(one.path) for one in case.spots(raised))
    home = _home(case, found[1]) if found and collecting else None
    spot = case.spot(raised)
    if found is None or home is None:
        return None
    section = _section(case, home)
    return Diagnosis(
        what=f"pytest doesn't look where the package `{found[1]}` is",
        why=f"it is in `{home}`, and that isn't on the path of the tests",
        confidence=SURE,
        place=section[0] if section else spot.place if spot else None,
        evidence=(
            *((spot.evidence("the import"),) if spot else ()),
            Evidence("the package", f"{home}/{found[1]}/__init__.py".removeprefix("./"), 1),
        ),
        mend=(
            f'`pythonpath = ["{home}"]` in pytest\'s configuration',
            "or install the project where the tests run: `pip install -e .`",
        ),
        edits=section[1] if section else (),
        safe=True,
    )


def _home(case: Case, name: str) -> str | None:
    """The folder that holds a package, or a module, of this name; the outermost one."""
    for path in sorted(case.facts.paths if case.facts else (), key=lambda one: one.count("/")):
        folder, _, file = path.rpartition("/")
        if file == f"{name}.py":
            return folder or "."
        parts = folder.split("/")
        if name in parts:
            return "/".join(parts[: parts.index(name)]) or "."
    return None


def _section(case: Case, home: str) -> tuple[Place, tuple[Edit, ...]] | None:
    """Where pytest is configured, and what it lacks there."""
    texts = dict(notes(case.program)) if case.program else {}
    for file, pattern, line in _SECTIONS:
        found = re.search(pattern, texts.get(file, ""), re.MULTILINE)
        if found is None:
            continue
        text = texts[file]
        own = text[found.end() :].partition("\n[")[0]
        number = text.count("\n", 0, found.start()) + 1
        added = Edit(file, found.end(), found.end(), "\n" + line.format(home))
        return Place(file, number, "pytest"), () if "pythonpath" in own else (added,)
    return None


_TEXT = """\
==================================== ERRORS ====================================
___________________ ERROR collecting tests/test_grinding.py ____________________
ImportError while importing test module '/app/tests/test_grinding.py'.
Traceback:
tests/test_grinding.py:1: in <module>
    from mill.grinding import ground
E   ModuleNotFoundError: No module named 'mill'
"""

FAULT = Fault(
    name="sources-not-on-test-path",
    explanation=__doc__,
    recognise=recognise,
    explains=("module-not-found", "dependency-not-installed"),
    samples=(
        Sample(
            _TEXT,
            {
                "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
                "source/mill/__init__.py": "",
                "source/mill/grinding.py": "def ground():\n    return 1\n",
                "tests/test_grinding.py": "from mill.grinding import ground\n",
            },
            "pyproject.toml:1",
            mended=True,
        ),
    ),
    docs=("https://docs.pytest.org/en/stable/explanation/pythonpath.html",),
)
