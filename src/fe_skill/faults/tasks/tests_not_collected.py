"""pytest can't collect the tests.

Tell-tale: "import file mismatch", "unrecognized arguments", "file or directory not found",
           "Unknown config option".
"""

from dataclasses import replace

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ImportMismatchError", "ImportPathMismatchError"),
        what="two test modules, or two copies of one, have one name",
        why="a build folder or a second checkout holds the same package",
        mend=(
            ("keep `build/` and copies out: `norecursedirs`, `testpaths`; remove `__pycache__`"),
        ),
    ),
    Sign(
        says=r"import file mismatch",
        what="two test modules have one name",
        why="without packages, a test file's name is its module's name",
        mend=(
            "other names, or an `__init__.py` in each folder; remove `__pycache__`",
            "`--import-mode=importlib`",
        ),
        aside=True,
    ),
    Sign(
        says=(
            r"unrecognized arguments: ([^\n]+)|Unknown config option: (\w+)|no such "
            r"option: (\S+)|Unknown pytest\.mark\.(\w+)"
        ),
        what="pytest doesn't know `{0}{1}{2}{3}`",
        why=("the plugin that brings it isn't installed in this environment, or it was renamed"),
        mend=(
            (
                "install it (`pytest-asyncio`, `pytest-cov`, `pytest-xdist`) where the "
                "tests run, or take the option out"
            ),
            "a mark of your own: register it under `markers`",
        ),
        aside=True,
    ),
    Sign(
        says=r"file or directory not found: (\S+)|ERROR: not found: (\S+)",
        what="pytest finds no `{0}{1}`",
        why="it was started in another folder, or the test is called otherwise",
        mend=(("start it where the path begins; `pytest --collect-only -q` lists what there is"),),
        aside=True,
    ),
)

_by_words = by_signs(*_SIGNS)
_WANTED = r"the test file we want to collect:\s+(?:E\s+)?(\S+\.py)"


def recognise(case: Case) -> Diagnosis | None:
    plain = _by_words(case)
    wanted = case.says(_WANTED) if plain else None
    path = case.path_of(wanted[1]) if wanted else None
    return replace(plain, place=Place(path, 1)) if plain and path else plain


FAULT = Fault(
    name="tests-not-collected",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("ERROR: usage: pytest [options]\npytest: error: unrecognized arguments: --cov=app"),
        Sample(
            "import file mismatch:\nimported module 'test_items' has this __file__ attribute:\n"
            "  /app/tests/a/test_items.py\nwhich is not the same as the test file we want to "
            "collect:\n  /app/tests/b/test_items.py",
            {"tests/a/test_items.py": "", "tests/b/test_items.py": ""},
            "tests/b/test_items.py:1",
        ),
    ),
)
