"""What stands in a change's way on the disk is refused, and nothing inside or outside moves."""

import os
import socket
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.reliability.trees import snapshot
from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.changes.disk import reader
from fe_skill.problem import Refused

P = PurePosixPath
Prepare = Callable[[Path, Path], None]


def _bind(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(path))


def _link_inside(root: Path, _out: Path) -> None:
    (root / "real").mkdir()
    (root / "d").symlink_to("real")


def _read_only(root: Path, _out: Path) -> None:
    (root / "f").touch()
    (root / "f").chmod(0o444)


def _journal_link(name: str) -> Prepare:
    def prepare(root: Path, out: Path) -> None:
        (root / ".fe-skill").mkdir()
        (root / ".fe-skill" / name).symlink_to(out / "kept")

    return prepare


NEW, UPDATE = Create(P("new"), b""), Update(P("f"), b"", b"!")
OBSTACLES: tuple[tuple[str, Prepare, Create | Update, str], ...] = (
    (
        "a folder that is a symlink leading out",
        lambda root, out: (root / "d").symlink_to(out),
        Create(P("d/new"), b""),
        "symlink-in-path",
    ),
    (
        "a folder that is a symlink inside",
        _link_inside,
        Create(P("d/e/new"), b""),
        "symlink-in-path",
    ),
    (
        "a file that is a symlink leading out",
        lambda root, out: (root / "f").symlink_to(out / "kept"),
        Update(P("f"), b"outside", b"!"),
        "symlink-in-path",
    ),
    (
        "a dangling symlink where a file should be made",
        lambda root, out: (root / "new").symlink_to(out / "gone"),
        NEW,
        "name-taken",
    ),
    ("a folder for a file", lambda root, _: (root / "f").mkdir(), UPDATE, "not-a-file"),
    (
        "a file for a folder",
        lambda root, _: (root / "d").touch(),
        Create(P("d/new"), b""),
        "not-a-folder",
    ),
    ("a named pipe", lambda root, _: os.mkfifo(root / "f"), UPDATE, "not-a-file"),
    ("a socket", lambda root, _: _bind(root / "f"), UPDATE, "not-a-file"),
    ("a read-only file", _read_only, UPDATE, "read-only-file"),
    (
        "a file that differs in case",
        lambda root, _: (root / "Read.md").touch(),
        Create(P("READ.MD"), b""),
        "paths-clash",
    ),
    (
        "a folder that differs in case",
        lambda root, _: (root / "App").mkdir(),
        Create(P("app/new"), b""),
        "paths-clash",
    ),
    (
        "a file that differs in Unicode form",
        lambda root, _: (root / "e\u0301").touch(),
        Create(P("\u00e9"), b""),
        "paths-clash",
    ),
    (
        "a journal that is a symlink leading out",
        lambda root, out: (root / ".fe-skill").symlink_to(out),
        NEW,
        "symlink-in-path",
    ),
    (
        "a journal that is a file",
        lambda root, _: (root / ".fe-skill").touch(),
        NEW,
        "not-a-folder",
    ),
    *(
        (f"a {name} of the journal that is a symlink", _journal_link(name), NEW, "symlink-in-path")
        for name in ("history", "lock", "making", "pending", ".gitignore")
    ),
)


@pytest.mark.parametrize(
    ("prepare", "change", "code"),
    [obstacle[1:] for obstacle in OBSTACLES],
    ids=[obstacle[0] for obstacle in OBSTACLES],
)
def test_an_obstacle_is_refused_and_nothing_moves(
    tmp_path: Path, prepare: Prepare, change: Create | Update, code: str
) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "kept").write_bytes(b"outside")
    prepare(root, outside)
    before = snapshot(tmp_path)
    plan = ChangeSet((Create(P("another"), b""), change))
    with pytest.raises(Refused) as caught:
        apply(plan, root, Call(workspace=tmp_path))
    assert caught.value.problem.code == code
    assert snapshot(tmp_path) == before


def test_a_file_with_a_second_name_outside_is_changed_here_only(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "f").write_bytes(b"1")
    (tmp_path / "twin").hardlink_to(root / "f")
    apply(ChangeSet((Update(P("f"), b"1", b"2"),)), root, Call(workspace=root))
    assert ((root / "f").read_bytes(), (tmp_path / "twin").read_bytes()) == (b"2", b"1")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o4755])
def test_the_mode_of_a_changed_file_stays(tmp_path: Path, mode: int) -> None:
    (tmp_path / "f").write_bytes(b"1")
    (tmp_path / "f").chmod(mode)
    apply(ChangeSet((Update(P("f"), b"1", b"2"),)), tmp_path, Call(workspace=tmp_path))
    assert (tmp_path / "f").stat().st_mode & 0o7777 == mode
    kept = next(tmp_path.glob(".fe-skill/history/*/0.before"))
    assert kept.stat().st_mode & 0o7777 == mode


def test_all_stale_files_are_named(tmp_path: Path) -> None:
    plan = ChangeSet((Update(P("a"), b"1", b"2"), Update(P("b"), b"1", b"2")))
    with pytest.raises(Refused) as caught:
        apply(plan, tmp_path, Call(workspace=tmp_path))
    assert "`a`, `b`" in caught.value.problem.why


def test_a_reader_sees_plain_files_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"\xef\xbb\xbf1\r\n")
    (tmp_path / "link").symlink_to("f")
    read = reader(tmp_path)
    assert read(P("f")) == b"\xef\xbb\xbf1\r\n"
    assert read(P("no/such")) is None
    assert reader(tmp_path / "missing")(P("f")) is None
    with pytest.raises(Refused):
        read(P("link"))


def test_a_call_confined_to_its_roots_writes_nowhere_else(tmp_path: Path) -> None:
    call = Call(workspace=tmp_path, roots=(tmp_path / "mine",))
    with pytest.raises(Refused) as caught:
        apply(ChangeSet((Create(P("a"), b""),)), tmp_path / "other", call)
    assert caught.value.problem.code == "path-outside-roots"
    assert list(tmp_path.iterdir()) == []
