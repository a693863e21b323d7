"""A test asks for a fixture that it can't see.

Fixtures are seen in their own file, or, in a `conftest.py`, in its folder and below.

Tell-tale: "fixture 'x' not found".
"""

import ast
import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.syntax.module import Function, SourceModule

_SIGN = re.compile(r"fixture '(\w+)' not found")


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_SIGN.pattern)
    if found is None:
        return None
    name = found[1]
    fixtures = _fixtures(case)
    there = next((one for one in fixtures if one[1].name == name), None)
    test = _test(case, name)
    if there is not None and test is not None and _sees(test[0].path, fixtures, name):
        return None
    if there is not None:
        place: Place | None = Place(there[0].path, there[1].lineno, name)
        why = f"it is in `{there[0].path}`, which this test doesn't see"
    else:
        place = Place(test[0].path, test[1].lineno, test[1].name) if test else None
        why = "no file of the project defines it" if case.program else "nothing defines it there"
    near = nearest(name, (one[1].name for one in fixtures)) if not there else None
    return Diagnosis(
        what=f"a test asks for the fixture `{name}`, and sees none of this name",
        why=why,
        confidence=SURE if there or near else CLEAR,
        place=place,
        evidence=(Evidence("the test", test[0].path, test[1].lineno, test[1].name),)
        if test
        else (),
        mend=(f"ask for `{near}`",)
        if near
        else (
            "move it to a `conftest.py` in a folder above both",
            "or install the plugin that brings it",
        ),
        edits=_moved(there[0], test[0].path) if there and test else (),
    )


def _sees(test: str, fixtures: list[tuple[SourceModule, Function]], name: str) -> bool:
    """Whether a fixture of this name is in the test's file, or in a conftest above it."""
    homes = [module.path for module, node in fixtures if node.name == name]
    above = [one.removesuffix("conftest.py") for one in homes if one.endswith("conftest.py")]
    return test in homes or any(test.startswith(folder) for folder in above)


def _fixtures(case: Case) -> list[tuple[SourceModule, Function]]:
    return [
        (module, node)
        for module in (case.program.mentioning(b"fixture") if case.program else ())
        for node in functions_of(module)
        if any("fixture" in ast.unparse(one) for one in node.decorator_list)
    ]


def _test(case: Case, name: str) -> tuple[SourceModule, Function] | None:
    for node in case.reading.nodes:
        path, _, rest = node.partition("::")
        module = case.module(case.path_of(path) or "")
        last = rest.rpartition("::")[2].partition("[")[0]
        for function in functions_of(module) if module else ():
            if function.name == last and module:
                return module, function
    for module in case.program.mentioning(name.encode()) if case.program else ():
        for function in functions_of(module):
            if function.name.startswith("test_") and name in {a.arg for a in function.args.args}:
                return module, function
    return None


def _moved(home: SourceModule, test: str) -> tuple[Edit, ...]:
    """The whole conftest for the folder above both, where there is none and it is all there is."""
    if not home.path.endswith("conftest.py") or "fixture" not in home.text:
        return ()
    one, other = home.path.split("/")[:-1], test.split("/")[:-1]
    common = [a for a, b in zip(one, other, strict=False) if a == b]
    if common == one:
        return ()
    path = "/".join([*common, "conftest.py"])
    return (Edit(path, 0, 0, home.text),)


_CONFTEST = "import pytest\n\n\n@pytest.fixture\ndef client():\n    return 1\n"
_TEXT = """\
==================================== ERRORS ====================================
_________________________ ERROR at setup of test_start _________________________
file /srv/tests/pages/test_start.py, line 1
  def test_start(client):
E       fixture 'client' not found
>       available fixtures: cache, capsys
=========================== short test summary info ============================
ERROR tests/pages/test_start.py::test_start
"""

FAULT = Fault(
    name="fixture-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            _TEXT,
            {
                "tests/api/conftest.py": _CONFTEST,
                "tests/pages/test_start.py": "def test_start(client):\n    pass\n",
            },
            "tests/api/conftest.py:5",
            mended=True,
        ),
        Sample(_TEXT),
    ),
    docs=("https://docs.pytest.org/en/stable/how-to/fixtures.html",),
)
