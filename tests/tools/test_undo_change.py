import os
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.reliability.trees import snapshot
from fe_skill import cli
from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.problem import Refused
from fe_skill.tools import TOOLS
from fe_skill.tools.scaffold import scaffold
from fe_skill.tools.undo_change import undo_change

P = PurePosixPath


def change(root: Path, *changes: Create | Update) -> str:
    return apply(ChangeSet(changes), root, Call(workspace=root)).change_id or ""


def test_undo_after_scaffold_gives_the_empty_folder_back(tmp_path: Path) -> None:
    call = Call(workspace=tmp_path)
    made = scaffold(call, path=".", name="shop")
    assert len(snapshot(tmp_path)) > len(made.created) > 40
    reply = undo_change(call, project=".")
    assert snapshot(tmp_path) == {}
    assert (reply.status, reply.change_id, reply.removed) == (
        "applied",
        made.change_id,
        made.created,
    )
    again = scaffold(call, path=".", name="shop")
    assert (again.status, again.change_id) == ("applied", made.change_id)


def test_a_dry_run_shows_the_diff_and_takes_nothing_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\n")
    change(tmp_path, Update(P("a"), b"1\n", b"2\n"), Create(P("b/c"), b"new\n"))
    before = snapshot(tmp_path)
    reply = undo_change(Call(workspace=tmp_path), project=".", dry_run=True)
    assert (reply.status, reply.modified, reply.removed) == ("planned", ("a",), ("b/c",))
    assert "-2\n+1\n" in str(reply.diff)
    assert "deleted file mode" in str(reply.diff)
    assert snapshot(tmp_path) == before


def test_a_file_that_changed_since_is_named_and_all_stays(tmp_path: Path) -> None:
    change_id = change(tmp_path, Create(P("a"), b"1"), Create(P("b"), b"1"), Create(P("c"), b"1"))
    (tmp_path / "b").write_bytes(b"mine")
    (tmp_path / "c").unlink()
    before = snapshot(tmp_path)
    with pytest.raises(Refused) as caught:
        undo_change(Call(workspace=tmp_path), project=".", change_id=change_id)
    problem = caught.value.problem
    assert (problem.code, problem.path) == ("changed-since", "b")
    assert "`b`, `c`" in problem.why
    assert snapshot(tmp_path) == before


def test_what_a_later_change_built_on_is_not_taken_back_before_it(tmp_path: Path) -> None:
    call = Call(workspace=tmp_path)
    first = change(tmp_path, Create(P("a"), b"1"))
    change(tmp_path, Update(P("a"), b"1", b"2"))
    third = change(tmp_path, Update(P("a"), b"2", b"1"))
    with pytest.raises(Refused) as caught:
        undo_change(call, project=".", change_id=first)
    assert (caught.value.problem.code, caught.value.problem.path) == ("changed-since", "a")
    assert "take change" in caught.value.problem.mend
    assert undo_change(call, project=".").change_id == third


def test_a_folder_that_outlived_its_change_goes_with_its_last_file(tmp_path: Path) -> None:
    call = Call(workspace=tmp_path)
    first = change(tmp_path, Create(P("d/e/a"), b""))
    second = change(tmp_path, Create(P("d/e/b"), b""))
    assert undo_change(call, project=".", change_id=first).notes
    assert [path for path, _ in sorted(snapshot(tmp_path).items())] == ["d", "d/e", "d/e/b"]
    assert undo_change(call, project=".").change_id == second
    assert snapshot(tmp_path) == {}


def test_changes_are_taken_back_from_the_last_to_the_first_and_then_there_is_none(
    tmp_path: Path,
) -> None:
    call = Call(workspace=tmp_path)
    first = change(tmp_path, Create(P("a"), b"1"))
    second = change(tmp_path, Update(P("a"), b"1", b"2"))
    assert undo_change(call, project=".").change_id == second
    assert undo_change(call, project=".").change_id == first
    for change_id, code in ((None, "nothing-to-undo"), (second, "nothing-to-undo")):
        with pytest.raises(Refused) as caught:
            undo_change(call, project=".", change_id=change_id)
        assert caught.value.problem.code == code


def test_a_change_that_does_not_stand_is_unknown(tmp_path: Path) -> None:
    known = change(tmp_path, Create(P("a"), b"1"))
    with pytest.raises(Refused) as caught:
        undo_change(Call(workspace=tmp_path), project=".", change_id="0" * 16)
    assert caught.value.problem.code == "unknown-change"
    assert known in caught.value.problem.mend


def test_caches_of_python_go_with_a_folder_and_work_of_the_user_stays(tmp_path: Path) -> None:
    change(tmp_path, Create(P("a/x.py"), b""), Create(P("b/x.py"), b""))
    for folder in ("a", "b"):
        cache = tmp_path / folder / "__pycache__"
        cache.mkdir()
        (cache / "x.cpython-311.pyc").touch()
    (tmp_path / "b/mine.py").touch()
    reply = undo_change(Call(workspace=tmp_path), project=".")
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b/mine.py").exists()
    assert reply.notes == ("kept `b`: it holds more than we made",)


def test_a_folder_without_changes_has_nothing_to_undo_and_gets_no_trace(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        undo_change(Call(workspace=tmp_path), project=".")
    assert caught.value.problem.code == "nothing-to-undo"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Refused) as caught:
        undo_change(Call(workspace=tmp_path), project="gone")
    assert caught.value.problem.code == "no-project"


def test_what_the_journal_kept_is_checked_before_it_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    change(tmp_path, Update(P("a"), b"1", b"2"))
    (kept,) = tmp_path.glob(".fe-skill/history/*/0.before")
    kept.write_bytes(b"forged")
    with pytest.raises(Refused) as caught:
        undo_change(Call(workspace=tmp_path), project=".")
    assert caught.value.problem.code == "journal-damaged"
    assert (tmp_path / "a").read_bytes() == b"2"


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
def test_history_lists_changes_the_last_first_and_what_became_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(TOOLS, ["history"]) == 0
    assert capsys.readouterr().out == "no change was made here\n"
    call = Call(workspace=tmp_path)
    first = apply(ChangeSet((Create(P("a"), b"1"),)), tmp_path, call, title="first")
    second = apply(ChangeSet((Update(P("a"), b"1", b"2"),)), tmp_path, call, title="second")
    undo_change(call, project=".")
    assert cli.run(TOOLS, ["history"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines] == [second.change_id, first.change_id]
    assert lines[0].endswith("second: 0 created, 1 modified  (undone)")
    assert lines[1].endswith("first: 1 created, 0 modified")
    assert cli.run(TOOLS, ["history", "--json"]) == 0
    assert '"created": ["a"]' in capsys.readouterr().out
    assert cli.run(TOOLS, ["history", "--project", os.devnull]) == 2


@pytest.mark.usefixtures("_here")
def test_recover_says_when_there_is_nothing_to_recover(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(TOOLS, ["recover"]) == 0
    assert "nothing to recover" in capsys.readouterr().out
