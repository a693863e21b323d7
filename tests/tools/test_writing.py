from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.tools.writing import carry_out

GOOD = ChangeSet((Create(PurePosixPath("a.py"), b"x = 1\n"),))
BAD = ChangeSet((Create(PurePosixPath("a.py"), b"x = (\n"),))


def test_a_plan_that_proves_right_is_written(tmp_path: Path) -> None:
    reply = carry_out(
        GOOD, tmp_path, Call(workspace=tmp_path), title="t", notes=("n",), next_steps=("s",)
    )
    assert (reply.status, reply.change_id, reply.created) == ("applied", GOOD.id, ("a.py",))
    assert reply.diff is None
    assert (tmp_path / "a.py").read_bytes() == b"x = 1\n"
    assert reply.text().splitlines() == [
        f"applied as change {GOOD.id}: 1 created, 0 modified; 5 of 5 checks passed",
        "note: n",
        "next: s",
    ]


def test_a_dry_run_shows_the_diff_and_writes_nothing(tmp_path: Path) -> None:
    reply = carry_out(GOOD, tmp_path, Call(workspace=tmp_path), title="t", dry_run=True)
    assert (reply.status, reply.change_id, reply.diff) == ("planned", None, GOOD.diff())
    assert list(tmp_path.iterdir()) == []


def test_a_failed_check_writes_nothing_and_says_which(tmp_path: Path) -> None:
    reply = carry_out(BAD, tmp_path, Call(workspace=tmp_path), title="t")
    assert (reply.status, reply.created, reply.passed()) == ("unchanged", (), False)
    assert "failed python-parses: a.py:1: '(' was never closed" in reply.text()
    assert list(tmp_path.iterdir()) == []


def test_force_writes_in_spite_of_a_failed_check(tmp_path: Path) -> None:
    reply = carry_out(BAD, tmp_path, Call(workspace=tmp_path), title="t", force=True, verify="none")
    assert reply.status == "applied"
    reply = carry_out(BAD, tmp_path / "b", Call(workspace=tmp_path), title="t", force=True)
    assert (reply.status, reply.passed()) == ("applied", False)


def test_a_plan_without_effect_is_unchanged_and_leaves_no_trace(tmp_path: Path) -> None:
    plan = ChangeSet((Update(PurePosixPath("a"), b"", b""),))
    reply = carry_out(plan, tmp_path / "new", Call(workspace=tmp_path), title="t", detail="full")
    assert (reply.status, reply.change_id) == ("unchanged", None)
    assert list(tmp_path.iterdir()) == []
