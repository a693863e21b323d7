"""Whoever comes after a stopped change finds the old tree, and nobody's later work is lost."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from benchmarks.reliability.trees import snapshot
from fe_skill import cli
from fe_skill.call import Call
from fe_skill.changes import lock
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.changes.recover import recover
from fe_skill.problem import Cancelled, Refused
from fe_skill.tools import TOOLS

P = PurePosixPath
PLAN = ChangeSet((Create(P("d/new"), b"new"), Update(P("f"), b"1", b"2"), Create(P("z"), b"z")))

_STOP = """
import os, signal, sys
from pathlib import Path
from fe_skill.changes.disk import Disk
from tests.changes.test_recover import PLAN, apply, Call

class Stopping(Disk):
    @classmethod
    def do(cls, step, operation, /, *args, **kwargs):
        if step == "move" and "z" in args:
            os.kill(os.getpid(), signal.SIGKILL)
        return operation(*args, **kwargs)

root = Path(sys.argv[1])
apply(PLAN, root, Call(workspace=root), title="stopped", opened=Stopping)
"""


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A project in which PLAN was stopped before its last file."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "f").write_bytes(b"1")
    words = [sys.executable, "-c", _STOP, str(root)]
    ended = subprocess.run(words, cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == -9
    assert ((root / "f").read_bytes(), (root / "d/new").read_bytes()) == (b"2", b"new")
    return root


def test_recovery_restores_the_old_tree_and_says_so(
    stopped: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(stopped)
    assert cli.run(TOOLS, ["recover"]) == 0
    assert f"change {PLAN.id} was stopped half-way" in capsys.readouterr().out
    assert {name: content for name, (_, content) in snapshot(stopped).items()} == {"f": b"1"}
    assert cli.run(TOOLS, ["recover", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"recovered": None}


def test_the_next_change_recovers_first(stopped: Path) -> None:
    apply(PLAN, stopped, Call(workspace=stopped))
    assert sorted(snapshot(stopped)) == ["d", "d/new", "f", "z"]


def test_work_done_after_the_stop_is_kept_and_named(stopped: Path) -> None:
    (stopped / "f").write_bytes(b"mine")
    (stopped / "d/mine").touch()
    recovered = recover(stopped, Call(workspace=stopped))
    assert recovered is not None
    assert (recovered.restored, recovered.kept) == ((P("d/new"),), (P("f"),))
    assert sorted(snapshot(stopped)) == ["d", "d/mine", "f"]
    assert (stopped / "f").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["entries"][0].update(path="../outside"),
        lambda record: record["entries"][0].update(path=".git/hooks/post-commit"),
        lambda record: record["makes"].append("/etc"),
        lambda record: record.update(format=2),
        lambda record: record.update(extra=1),
        lambda record: record.clear(),
    ],
)
def test_a_forged_journal_is_refused_and_nothing_moves(stopped: Path, change: Any) -> None:  # noqa: ANN401 -- a lambda of a parameter list
    file = stopped / ".fe-skill/pending/record.json"
    record = json.loads(file.read_text())
    change(record)
    file.write_text(json.dumps(record))
    before = snapshot(stopped.parent)
    with pytest.raises(Refused) as caught:
        recover(stopped, Call(workspace=stopped))
    assert (caught.value.problem.code, caught.value.problem.path) == (
        "journal-damaged",
        ".fe-skill/pending",
    )
    assert snapshot(stopped.parent) == before


def test_the_journal_is_hidden_from_git(tmp_path: Path) -> None:
    git = shutil.which("git") or "git"
    subprocess.run([git, "init", "-q", str(tmp_path)], check=True)
    apply(ChangeSet((Create(P("a"), b""),)), tmp_path, Call(workspace=tmp_path))
    words = [git, "-C", str(tmp_path), "status", "--porcelain"]
    assert subprocess.run(words, check=True, capture_output=True).stdout == b"?? a\n"


def test_only_the_last_hundred_changes_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fe_skill.changes.carry._KEPT", 3)
    for number in range(5):
        plan = ChangeSet((Create(P(f"f{number}"), b""),))
        apply(plan, tmp_path, Call(workspace=tmp_path))
    places = sorted(path.name for path in (tmp_path / ".fe-skill/history").iterdir())
    assert [place.split("-")[0] for place in places] == ["00000003", "00000004", "00000005"]
    assert not (tmp_path / ".fe-skill/making").exists()


@pytest.fixture
def held(tmp_path: Path) -> int:
    """The lock of a project, held by somebody else."""
    (tmp_path / ".fe-skill").mkdir()
    file = os.open(tmp_path / ".fe-skill/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def test_who_waits_too_long_is_told(
    tmp_path: Path, held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.1)
    with pytest.raises(Refused) as caught:
        apply(PLAN, tmp_path, Call(workspace=tmp_path))
    assert caught.value.problem.code == "project-busy"
    os.close(held)


def test_who_waits_gets_the_lock_when_it_is_free(tmp_path: Path, held: int) -> None:
    timer = threading.Timer(0.2, os.close, [held])
    timer.start()
    start = time.monotonic()
    apply(ChangeSet((Create(P("a"), b""),)), tmp_path, Call(workspace=tmp_path))
    assert time.monotonic() - start > 0.15


def test_a_lock_that_was_thrown_away_is_not_held(tmp_path: Path, held: int) -> None:
    waiting = threading.Thread(
        target=apply,
        args=(ChangeSet((Create(P("a"), b""),)), tmp_path, Call(workspace=tmp_path)),
    )
    waiting.start()
    time.sleep(0.1)
    # What a failed first change does on its way out, with another one right behind it.
    (tmp_path / ".fe-skill/lock").unlink()
    other = os.open(tmp_path / ".fe-skill/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(other, fcntl.LOCK_EX)
    os.close(held)
    time.sleep(0.2)
    assert not (tmp_path / "a").exists()
    os.close(other)
    waiting.join(10)
    assert (tmp_path / "a").exists()


def test_waiting_can_be_cancelled(tmp_path: Path, held: int) -> None:
    call = Call(workspace=tmp_path)
    timer = threading.Timer(0.1, call.cancel.set)
    timer.start()
    with pytest.raises(Cancelled):
        apply(PLAN, tmp_path, call)
    os.close(held)
