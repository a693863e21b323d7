"""A test asks for a fixture that isn't there.

Tell-tale: "fixture '...' not found".
"""

import re

from fe_skill.faults.case import Case, functions_of
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.looking.routes import parameters
from fe_skill.faults.looking.source import is_test
from fe_skill.syntax.module import Function, SourceModule

_SIGN = re.compile(r"fixture '(\w+)' not found")
_AVAILABLE = re.compile(r"available fixtures: (.+)")


def recognise(case: Case) -> Diagnosis | None:
    found = _SIGN.search(case.said)
    if found is None:
        return None
    name = found[1]
    fixtures = {f.name: (m, f) for m, f in _fixtures(case)}
    listed = _AVAILABLE.search(case.said)
    known = set(fixtures) | set(re.findall(r"\w+", listed[1]) if listed else ())
    near = nearest(name, known)
    elsewhere = fixtures.get(name)
    asking = _asking(case, name)
    place = asking[0] if asking else None
    return Diagnosis(
        what=f"no fixture `{name}` is in reach of the test",
        why=f"it is in `{elsewhere[0].path}`, which the test doesn't see"
        if elsewhere
        else f"there is `{near}`"
        if near
        else "no conftest.py above the test has it, and no plugin",
        confidence=SURE if asking and (near or elsewhere) else CLEAR,
        place=place,
        evidence=(Evidence("the fixture", elsewhere[0].path, elsewhere[1].lineno),)
        if elsewhere
        else (),
        mend=(
            "move it to a conftest.py above both"
            if elsewhere
            else f"ask for `{near}`"
            if near
            else "write it in the conftest.py above the test, or install the plugin that has it",
        ),
        edits=_renamed(asking, name, near) if asking and near and not elsewhere else (),
        safe=True,
    )


def _fixtures(case: Case) -> list[tuple[SourceModule, Function]]:
    return [
        (module, node)
        for module in (case.program.mentioning(b"fixture") if case.program else ())
        for node in functions_of(module)
        if any("fixture" in module.segment(one) for one in node.decorator_list)
    ]


def _asking(case: Case, name: str) -> tuple[Place, SourceModule, Function] | None:
    """The test, or the fixture, that has it among its parameters; the one of the text first."""
    tests = [node.partition("::")[0] for node in case.reading.nodes]
    functions = [spot.function for spot in case.spots()]
    found = [
        (module, node)
        for module in (case.program.mentioning(name.encode()) if case.program else ())
        if is_test(module.path)
        for node in functions_of(module)
        if any(argument.arg == name for argument, _ in parameters(node))
    ]
    found.sort(key=lambda one: (one[1].name not in functions, one[0].path not in tests))
    if not found:
        return None
    module, node = found[0]
    return Place(module.path, node.lineno, node.name), module, node


def _renamed(asking: tuple[Place, SourceModule, Function], old: str, new: str) -> tuple[Edit, ...]:
    """The parameter and its uses in that function."""
    import ast  # noqa: PLC0415 -- only for this patch

    _, module, node = asking
    edits = [
        Edit(module.path, module.offsets(a)[0], module.offsets(a)[0] + len(old), new)
        for a, _ in parameters(node)
        if a.arg == old
    ]
    edits += [
        Edit(module.path, *module.offsets(one), new)
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and one.id == old
    ]
    return tuple(edits)


FAULT = Fault(
    name="fixture-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "E       fixture 'clients' not found\n"
            ">       available fixtures: anyio_backend, cache, client, tmp_path\n"
            "ERROR tests/test_a.py::test_a\n",
            {
                "tests/conftest.py": "import pytest\n@pytest.fixture\ndef client():\n    return "
                "1\n",
                "tests/test_a.py": "def test_a(clients):\n    assert clients\n",
            },
            "tests/test_a.py:1",
            mended=True,
        ),
    ),
)
