"""Puts a tree back that a change was stopped in the middle of.

Lives here: roll_back, and recover, which does it for whoever comes after a crash.
Does not:   going forward (carry), or taking back a change that was carried through (undo).
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.disk import Disk, disk_refusals
from fe_skill.changes.journal import (
    MAKING,
    PENDING,
    Entry,
    Record,
    before,
    discard,
    hash_of,
    load,
)
from fe_skill.changes.lock import locked
from fe_skill.problem import Refused


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """A stopped change that was taken back.

    `kept` are files that somebody changed between the stop and now: they stay as they are.
    """

    change_id: str
    title: str
    restored: tuple[PurePosixPath, ...]
    kept: tuple[PurePosixPath, ...]


def recover(root: Path, call: Call, opened: type[Disk] = Disk) -> Recovered | None:
    """Put `root` back to before the change that was stopped in it; None when there is none.

    A tool that plans a change calls this first, so that it doesn't plan on half a change.

    Raises:
        Refused: `project-busy`, or `journal-damaged`.
    """
    if not any(os.path.lexists(root / folder) for folder in (PENDING, MAKING)):
        return None
    with disk_refusals(root, PENDING), locked(root, call, opened) as disk:
        return recover_held(disk)


def recover_held(disk: Disk) -> Recovered | None:
    """`recover`, for who holds the lock already."""
    disk.remove_tree(MAKING)
    return roll_back(disk, load(disk, PENDING)) if disk.stat(PENDING) else None


def roll_back(disk: Disk, record: Record) -> Recovered:
    """Undo what was done of `record`, which is in force; can itself be stopped and begun again."""
    for folder in reversed(record.clears):
        if not disk.stat(folder.path):
            disk.make_folder(folder.path, folder.mode)
    states = {entry.path: _put_back(disk, entry, n) for n, entry in enumerate(record.entries)}
    for path in reversed(record.makes):
        with suppress(OSError):  # Not made yet, or by now holding something of the user's.
            disk.remove_folder(path)
    disk.sync_folders(*{path.parent for path in states})
    discard(disk, PENDING)
    return Recovered(
        change_id=record.id,
        title=record.title,
        restored=tuple(path for path, restored in states.items() if restored),
        kept=tuple(path for path, restored in states.items() if restored is None),
    )


def _put_back(disk: Disk, entry: Entry, number: int) -> bool | None:
    """Whether there was something to put back; None where the file is neither end of the entry."""
    try:
        found = hash_of(disk.read(entry.path))
    except Refused:
        return None
    if found == entry.before:
        return False
    if found != entry.after:
        return None
    if entry.before is None:
        disk.remove(entry.path)
    else:
        disk.move(before(PENDING, number), entry.path)
    return True
