"""What single files said is kept as long as they are the same, and is the same from elsewhere."""

import sys
from pathlib import Path

import pytest

from fe_skill.project.program import Program
from fe_skill.project.reader import Facts, read_project
from fe_skill.rules import aside, memory
from fe_skill.rules.alone import Alone, judged_alone
from fe_skill.rules.memory import Memory
from fe_skill.rules.registry import version
from fe_skill.rules.run import Report, examine
from fe_skill.rules.settings import settings_of
from tests.rules.project import MAIN, told, write

FILES = {
    "main.py": MAIN,
    "more.py": MAIN.replace("'/a'", "'/b'").replace("app = FastAPI()", "app = FastAPI(title='x')"),
    "broken.py": "from fastapi import status\nstatus.HTTP_211_CREATED = = 1\n",
}


def _judged(facts: Facts, known: Memory | None = None) -> Report:
    return examine(Program(facts), settings_of(facts), memory=known or Memory())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write(tmp_path / "shop", FILES)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are judged in this process."""
    seen: list[str] = []

    def counted(path: str, *given: object) -> Alone:
        seen.append(path)
        return judged_alone(path, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(memory, "judged_alone", counted)
    return seen


def test_the_next_process_judges_only_what_changed(root: Path, looked: list[str]) -> None:
    first = _judged(read_project(root, cached=True))
    looked.clear()
    (root / "more.py").write_text(FILES["more.py"] + "\n")
    again = _judged(read_project(root, cached=True))
    assert looked == ["broken.py", "more.py"]  # of what doesn't parse nothing is kept
    assert told(again) == told(first)
    assert ("FE106", "main.py", 6) in told(again)


@pytest.mark.parametrize(
    "lie",
    [
        lambda version, _: [version, [1, 2], ["FE106"], []],
        lambda _, stamp: ["another version", [*stamp], ["FE106"], []],
        lambda version, stamp: [version, [*stamp], "FE106", [["FE106", "main.py"]]],
        lambda version, stamp: [version, stamp[0], None, {}],
        lambda *_: "nothing of the sort",
    ],
)
def test_notes_that_are_old_or_of_another_shape_are_as_if_they_were_not_there(
    root: Path, lie: object
) -> None:
    facts = read_project(root, cached=True)
    expected = told(_judged(facts))
    assert callable(lie)
    note = lie(version(), facts.stamp("main.py"))
    facts.keep_notes_on_files("findings", {"main.py": note, "gone.py": note})
    assert told(_judged(read_project(root, cached=True))) == expected


def test_a_second_process_says_what_this_one_would(
    root: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = _judged(read_project(root))
    looked.clear()
    monkeypatch.setattr(memory, "pays", lambda _: True)
    there = _judged(read_project(root))
    assert looked == []
    assert there == here
    assert ("FE890", "broken.py", 2) in told(there)


def test_where_no_second_process_can_start_the_files_are_judged_here(
    root: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "pays", lambda _: True)
    for program in ("/there/is/no/python", "/bin/false"):
        monkeypatch.setattr(sys, "executable", program)
        looked.clear()
        assert ("FE106", "main.py", 6) in told(_judged(read_project(root)))
        assert sorted(looked) == sorted(FILES)


def test_a_second_process_that_nobody_asks_is_ended(root: Path) -> None:
    started = aside.Aside(root, [aside.Task(path, "x", ("FE106",)) for path in FILES])
    process = started._process  # noqa: SLF001 -- whether it lives is not seen otherwise
    assert process is not None
    started.close()
    assert process.returncode is not None
