"""pytest can't collect the tests.

Tell-tale: "import file mismatch", "unrecognized arguments", "file or directory not found",
           "Unknown config option".
"""

from fe_skill.faults.fault import Fault, Sample
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

FAULT = Fault(
    name="tests-not-collected",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample("ERROR: usage: pytest [options]\npytest: error: unrecognized arguments: --cov=app"),
        Sample("import file mismatch:\nimported module 'test_items' has this __file__ attribute:"),
    ),
)
