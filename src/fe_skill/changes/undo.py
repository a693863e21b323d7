"""Takes a change back that was carried through, byte for byte.

An undo is itself a change: it has the same lock, the same journal and the same way back.

Lives here: undo.
Does not:   the list of what there is to take back (history).
"""

import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.apply import entries_of
from fe_skill.changes.carry import carry
from fe_skill.changes.diff import unified
from fe_skill.changes.disk import Disk, disk_refusals
from fe_skill.changes.history import Changes, changes
from fe_skill.changes.journal import (
    HISTORY,
    PENDING,
    Edit,
    Entry,
    Folder,
    Past,
    Record,
    before,
    hash_of,
)
from fe_skill.changes.lock import locked
from fe_skill.changes.recover import recover_held
from fe_skill.changes.survey import survey
from fe_skill.problem import Problem, Refused


@dataclass(frozen=True, kw_only=True)
class Undone:
    """A change that was, or would be, taken back.

    `kept` are folders that the change had made and that hold more by now. `diff` is what a dry run
    would do, None when it was done.
    """

    change_id: str
    title: str
    removed: tuple[PurePosixPath, ...]
    restored: tuple[PurePosixPath, ...]
    kept: tuple[PurePosixPath, ...]
    diff: str | None


def undo(
    root: Path,
    change_id: str | None,
    call: Call,
    *,
    dry_run: bool = False,
    opened: type[Disk] = Disk,
) -> Undone:
    """Take `change_id` back, or the last change that stands.

    Raises:
        Refused: `nothing-to-undo`, `unknown-change`, or `changed-since` with the files' names.
    """
    root = call.locate(str(root))
    with disk_refusals(root, PENDING), locked(root, call, opened) as disk:
        recover_held(disk)
        known = changes(disk)
        past = _chosen(known.standing, change_id)
        _refuse_built_on(past, known.standing)
        edits = _reverse(disk, past)
        survey(disk, edits)
        kept: tuple[PurePosixPath, ...] = ()
        if not dry_run:
            carry(disk, _record(disk, past, edits, known), edits, call)
            kept = tuple(folder for folder in past.record.makes if disk.stat(folder))
    return Undone(
        change_id=past.record.id,
        title=past.record.title,
        removed=tuple(edit.path for edit in edits if edit.after is None),
        restored=tuple(edit.path for edit in edits if edit.after is not None),
        kept=kept,
        diff=_diff(edits) if dry_run else None,
    )


def _diff(edits: tuple[Edit, ...]) -> str:
    return "".join(unified(edit.path, edit.before, edit.after) for edit in edits)


def _chosen(stands: tuple[Past, ...], change_id: str | None) -> Past:
    if not stands:
        raise _nothing()
    fits = [past for past in stands if change_id in (None, past.record.id)]
    if not fits:
        raise _unknown(str(change_id), stands)
    return fits[-1]


def _refuse_built_on(past: Past, stands: tuple[Past, ...]) -> None:
    """Refuse when a later change has a file of this one, even back at what this one made of it.

    Taken back out of turn, it would pull the ground from under the later one.
    """
    ours = {entry.path for entry in past.record.entries}
    for other in stands[stands.index(past) + 1 :]:
        if shared := sorted(ours.intersection(entry.path for entry in other.record.entries)):
            raise _changed_since(past.record.id, shared, by=other.record.id)


def _reverse(disk: Disk, past: Past) -> tuple[Edit, ...]:
    changed = [entry.path for entry in past.record.entries if not _untouched(disk, entry)]
    if changed:
        raise _changed_since(past.record.id, changed)
    return tuple(
        Edit(path=entry.path, before=disk.read(entry.path), after=_kept(disk, past, number))
        for number, entry in enumerate(past.record.entries)
    )


def _untouched(disk: Disk, entry: Entry) -> bool:
    try:
        return hash_of(disk.read(entry.path)) == entry.after
    except Refused:  # It is a symlink or a folder by now.
        return False


def _kept(disk: Disk, past: Past, number: int) -> bytes | None:
    entry = past.record.entries[number]
    if entry.before is None:
        return None
    content = disk.read(before(HISTORY / past.place, number))
    if hash_of(content) != entry.before:
        raise _lost(past.record.id, entry.path)
    return content


def _record(disk: Disk, past: Past, edits: tuple[Edit, ...], known: Changes) -> Record:
    emptied = {parent for e in edits if e.after is None for parent in e.path.parents[:-1]}
    ours = {*past.record.makes, *(known.orphans() & emptied)}
    folders = ((path, disk.stat(path)) for path in sorted(ours, reverse=True))
    return Record(
        id=past.record.id,
        title=past.record.title,
        when=time.time(),
        undoes=past.place,
        makes=(),
        clears=tuple(Folder(path=p, mode=s.st_mode & 0o7777) for p, s in folders if s),
        entries=entries_of(edits),
    )


def _nothing() -> Refused:
    return Refused(
        Problem(
            code="nothing-to-undo",
            what="there is no change to take back",
            why="none was made here, or each has been taken back",
            mend="look at `fe-skill history`",
        )
    )


def _unknown(change_id: str, stands: tuple[Past, ...]) -> Refused:
    known = ", ".join(f"`{past.record.id}`" for past in stands[-5:])
    return Refused(
        Problem(
            code="unknown-change",
            what=f"no change `{ascii(change_id)[1:-1][:40]}` stands here",
            why="it was never made, was taken back, or is older than what the journal keeps",
            mend=f"name one of the last that stand: {known}",
        )
    )


def _changed_since(change_id: str, paths: list[PurePosixPath], *, by: str | None = None) -> Refused:
    others = f" and {len(paths) - 1} other files" if len(paths) > 1 else ""
    names = ", ".join(f"`{path}`" for path in paths[:10])
    return Refused(
        Problem(
            code="changed-since",
            what=f"`{paths[0]}`{others} changed after change `{change_id}`",
            why=f"what was done there since would be lost: {names}",
            mend=f"take change `{by}` back first"
            if by
            else "restore what the change had made of it, or keep your work and edit it by hand",
            path=str(paths[0]),
        )
    )


def _lost(change_id: str, path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="journal-damaged",
            what=f"the journal no longer has what `{path}` was before change `{change_id}`",
            why="a file under `.fe-skill/history` was removed or changed",
            mend="take the file's earlier content from version control",
            path=str(path),
        )
    )
