import threading
from pathlib import Path, PurePosixPath

import pytest

from fe_skill.call import Call
from fe_skill.changes.apply import apply, vacant
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.problem import Cancelled, Refused

P = PurePosixPath


def test_a_plan_is_written_into_a_root_that_is_not_there_yet(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "new"
    plan = ChangeSet((Create(P("a/b.py"), b"x\r\n"), Create(P("run"), b"#!", executable=True)))
    applied = apply(plan, root, Call(workspace=tmp_path))
    assert applied.change_id == plan.id
    assert applied.created == (P("a/b.py"), P("run"))
    assert (root / "a/b.py").read_bytes() == b"x\r\n"
    assert (root / "run").stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("present", [b"mine", b""])
def test_a_file_that_changed_since_the_plan_is_named_and_nothing_written(
    tmp_path: Path, present: bytes
) -> None:
    (tmp_path / "z.py").write_bytes(present)
    plan = ChangeSet((Create(P("a/new.py"), b""), Update(P("z.py"), b"before", b"after")))
    with pytest.raises(Refused) as caught:
        apply(plan, tmp_path, Call(workspace=tmp_path))
    assert (caught.value.problem.code, caught.value.problem.path) == ("stale-file", "z.py")
    assert [p.name for p in tmp_path.iterdir() if p.name != ".fe-skill"] == ["z.py"]


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    with pytest.raises(Refused) as caught:
        apply(ChangeSet((Create(P("a"), b"mine"),)), tmp_path, Call(workspace=tmp_path))
    assert caught.value.problem.code == "name-taken"


def test_nothing_is_left_of_a_new_root_when_the_call_is_cancelled(tmp_path: Path) -> None:
    cancel = threading.Event()

    def progress(done: int, _total: int, _message: str) -> None:
        if done:
            cancel.set()

    call = Call(workspace=tmp_path, progress=progress, cancel=cancel)
    plan = ChangeSet(tuple(Create(P(f"d{n}/f"), b"") for n in range(5)))
    with pytest.raises(Cancelled):
        apply(plan, tmp_path / "one/two", call)
    assert list(tmp_path.iterdir()) == []


def test_what_changes_while_we_write_is_kept_and_the_rest_taken_back(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"1")

    def progress(_done: int, _total: int, message: str) -> None:
        if message == "writing b":
            (tmp_path / "b").write_bytes(b"mine")

    plan = ChangeSet((Create(P("a/new"), b""), Update(P("b"), b"1", b"2")))
    with pytest.raises(Refused) as caught:
        apply(plan, tmp_path, Call(workspace=tmp_path, progress=progress))
    assert (caught.value.problem.code, caught.value.problem.path) == ("stale-file", "b")
    assert {path.name for path in tmp_path.iterdir()} == {"b"}
    assert (tmp_path / "b").read_bytes() == b"mine"


def test_a_root_is_vacant_when_it_holds_nothing_of_the_user(tmp_path: Path) -> None:
    assert vacant(tmp_path / "missing")
    assert vacant(tmp_path)
    (tmp_path / ".fe-skill").mkdir()
    assert vacant(tmp_path)
    (tmp_path / "file").touch()
    assert not vacant(tmp_path)
    assert not vacant(tmp_path / "file")
