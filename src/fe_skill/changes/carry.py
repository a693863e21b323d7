"""Carries edits out, so that a stop at any step leaves all of them or none.

The order is the promise: first the record with all that going back needs, then the tree, and last
the one rename that puts the record into the history. Before that rename, the way leads back.

Lives here: carry.
Does not:   the form of the record (journal), or the way back (recover).
"""

from contextlib import suppress
from pathlib import PurePosixPath
from typing import Final

from fe_skill.call import Call
from fe_skill.changes.disk import Disk
from fe_skill.changes.journal import (
    HISTORY,
    HOME,
    MAKING,
    PENDING,
    Edit,
    Record,
    after,
    discard,
    next_place,
    write,
)
from fe_skill.changes.recover import roll_back
from fe_skill.changes.survey import as_it_was

_KEPT: Final = 100


def carry(disk: Disk, record: Record, edits: tuple[Edit, ...], call: Call) -> None:
    """Carry out `edits`, which `record` describes, all or none; the lock is held.

    Raises:
        OSError: the disk failed; the tree is as it was, or `recover` makes it so.
        Refused: `stale-file`, with the tree as it was.
        Cancelled: likewise.
    """
    try:
        write(disk, record, edits)
        disk.move(MAKING, PENDING)
        disk.sync_folders(HOME)
        _change_tree(disk, record, edits, call)
        disk.move(PENDING, HISTORY / next_place(disk, record.id))
    except BaseException:
        _go_back(disk, record)
        raise
    # The change stands. What follows is for a failing power supply and for tidiness.
    with suppress(OSError):
        disk.sync_folders(HISTORY, HOME)
        for place in sorted(disk.names(HISTORY))[:-_KEPT]:
            discard(disk, HISTORY / place)


def _change_tree(disk: Disk, record: Record, edits: tuple[Edit, ...], call: Call) -> None:
    for path in record.makes:
        disk.make_folder(path)
    for number, edit in enumerate(edits):
        call.step(number, len(edits), f"writing {edit.path}")
        as_it_was(disk, edit)
        if edit.after is None:
            disk.remove(edit.path)
        else:
            disk.move(after(PENDING, number), edit.path)
    for folder in record.clears:
        _clear(disk, folder.path)
    disk.sync_folders(*{path.parent for path in (*record.makes, *(e.path for e in edits))})


def _clear(disk: Disk, folder: PurePosixPath) -> None:
    """Remove `folder` when nothing but Python's caches is in it, which can be made again."""
    cache = folder / "__pycache__"
    if disk.names(folder) - {cache.name}:
        return
    if all(name.endswith(".pyc") for name in disk.names(cache)):
        disk.remove_tree(cache)
        disk.remove_folder(folder)


def _go_back(disk: Disk, record: Record) -> None:
    # A disk that fails on the way back too leaves the record in force, for `recover`.
    with suppress(OSError):
        if disk.stat(PENDING):
            roll_back(disk, record)
        else:
            discard(disk, MAKING)
