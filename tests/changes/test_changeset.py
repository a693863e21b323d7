import subprocess
from pathlib import Path, PurePosixPath

import pytest

from fe_skill.changes.changeset import Change, ChangeSet, Create, Draft, Update
from fe_skill.problem import Refused

A, B = PurePosixPath("app/a.py"), PurePosixPath("app/b.py")


def test_changes_are_sorted_and_writes_without_effect_are_dropped() -> None:
    plan = ChangeSet((Update(B, b"1", b"2"), Create(A, b""), Update(PurePosixPath("c"), b"", b"")))
    assert plan.changes == (Create(A, b""), Update(B, b"1", b"2"))
    assert (plan.created, plan.modified) == ((A,), (B,))


def test_the_same_plan_has_the_same_id_and_any_difference_another() -> None:
    plans: list[tuple[Change, ...]] = [
        (Create(A, b"x"), Create(B, b"y")),
        (Create(B, b"y"), Create(A, b"x")),
        (Create(A, b"x"), Create(B, b"z")),
        (Create(A, b"x"), Create(B, b"y", executable=True)),
        (Create(A, b"x"), Update(B, b"", b"y")),
        (Create(A, b"xy"), Create(B, b"")),
    ]
    first, second, *others = [ChangeSet(plan).id for plan in plans]
    assert first == second
    assert len({first, *others}) == 5


def test_one_file_has_one_change() -> None:
    with pytest.raises(Refused, match="already exists"):
        ChangeSet((Create(A, b"x"), Create(A, b"y")))


def test_a_draft_reads_its_own_writes_before_the_disk() -> None:
    draft = Draft({A: b"disk"}.get)
    assert draft.read(A) == b"disk"
    draft.update(A, b"one")
    draft.update(A, b"two")
    draft.create(B, b"new")
    draft.update(B, b"newer")
    assert (draft.read(A), draft.read(B)) == (b"two", b"newer")
    assert draft.done().changes == (Update(A, b"disk", b"two"), Create(B, b"newer"))


def test_what_a_plan_read_is_what_the_change_is_held_against() -> None:
    contents = iter((b"read", b"written by another meanwhile"))
    draft = Draft(lambda _path: next(contents))
    text = draft.read(A) or b""
    draft.update(A, text + b" and changed")
    assert draft.done().changes == (Update(A, b"read", b"read and changed"),)


def test_create_never_replaces() -> None:
    draft = Draft({A: b"mine"}.get)
    draft.create(B, b"")
    for path in (A, B):
        with pytest.raises(Refused) as caught:
            draft.create(path, b"yours")
        assert caught.value.problem.code == "name-taken"


def test_update_needs_a_file() -> None:
    with pytest.raises(Refused) as caught:
        Draft().update(A, b"")
    assert caught.value.problem.code == "file-missing"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\ntwo\n", b"one\n2\nthree\n"),
        (b"no newline", b"no newline\nhere"),
        (b"dos\r\nlines\r\n", b"dos\r\nother\r\n"),
        (b"a\x0cb\n\xe2\x80\xa8c\n", b"a\x0cB\n\xe2\x80\xa8c\n"),
        (b"", b"filled\n"),
    ],
)
def test_git_applies_the_diff_and_gets_the_very_bytes(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    (tmp_path / "f.txt").write_bytes(before)
    plan = ChangeSet(
        (
            Update(PurePosixPath("f.txt"), before, after),
            Create(PurePosixPath("new/run.sh"), after, executable=True),
            Create(PurePosixPath("new/empty"), b""),
        )
    )
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=plan.diff().encode(), check=True)  # noqa: S607
    assert (tmp_path / "f.txt").read_bytes() == after
    assert (tmp_path / "new/run.sh").read_bytes() == after
    assert (tmp_path / "new/run.sh").stat().st_mode & 0o100
    assert (tmp_path / "new/empty").read_bytes() == b""


def test_the_diff_of_bytes_that_are_no_text_says_so() -> None:
    assert "Binary files differ" in ChangeSet((Update(A, b"\xff", b"\0"),)).diff()
