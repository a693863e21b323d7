"""Writes a change set: all of it, or nothing.

Lives here: apply, and where a new project may begin.
Does not:   whether the change is right (checks/), which must be known before.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.carry import carry
from fe_skill.changes.changeset import ChangeSet
from fe_skill.changes.disk import Disk, disk_refusals
from fe_skill.changes.journal import PENDING, Edit, Entry, Record, edits_of, hash_of
from fe_skill.changes.lock import locked
from fe_skill.changes.paths import OURS
from fe_skill.changes.recover import recover_held
from fe_skill.changes.survey import refuse_stale_folders, survey


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What was written, and the name under which it can be taken back; None for an empty plan."""

    change_id: str | None
    created: tuple[PurePosixPath, ...]
    modified: tuple[PurePosixPath, ...]


def apply(
    change_set: ChangeSet, root: Path, call: Call, *, title: str = "", opened: type[Disk] = Disk
) -> Applied:
    """Write `change_set` under `root`, which is made when it isn't there.

    `title` is what the history says about it.

    Raises:
        Refused: `stale-file` and others, with nothing written; see survey and carry.
        Cancelled: with nothing written.
    """
    if not change_set:
        return Applied(change_id=None, created=(), modified=())
    edits = edits_of(change_set)
    root = call.locate(str(root))
    with disk_refusals(root, PENDING), locked(root, call, opened, make=True) as disk:
        recover_held(disk)
        refuse_stale_folders(disk, change_set.listings)
        record = Record(
            id=change_set.id,
            title=title,
            when=time.time(),
            undoes=None,
            makes=survey(disk, edits),
            clears=(),
            entries=entries_of(edits),
        )
        carry(disk, record, edits, call)
    return Applied(
        change_id=change_set.id, created=change_set.created, modified=change_set.modified
    )


def entries_of(edits: tuple[Edit, ...]) -> tuple[Entry, ...]:
    """What a record says about `edits`."""
    return tuple(
        Entry(path=edit.path, before=hash_of(edit.before), after=hash_of(edit.after))
        for edit in edits
    )


def vacant(root: Path) -> bool:
    """Whether a new project may be made at `root`: nothing is there, or nothing but our journal."""
    try:
        return all(name == OURS for name in os.listdir(root))  # noqa: PTH208 -- names only
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
