"""Looks at the disk before a change, and refuses what can't be carried out as it was planned.

Lives here: survey: stale and unsuitable files, clashes of names, the folders that are missing;
            refuse_stale_folders.
Does not:   rules about a path's text (paths), or any write.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import PurePosixPath

from fe_skill.changes.changeset import Listing
from fe_skill.changes.disk import Disk, refuse_unless_file
from fe_skill.changes.journal import HOME, Edit
from fe_skill.changes.paths import folded
from fe_skill.problem import Problem, Refused


def survey(disk: Disk, edits: tuple[Edit, ...]) -> tuple[PurePosixPath, ...]:
    """The folders that `edits` need and that aren't there, parents first.

    Raises:
        Refused: `stale-file`, `name-taken`, `paths-clash`, `read-only-file`, `symlink-in-path`,
            `not-a-file`, `not-a-folder` or `other-file-system`.
    """
    stale = [edit for edit in edits if not _as_planned(disk, edit)]
    if stale:
        raise _stale(stale)
    for edit in edits:
        _refuse_unsuitable(disk, edit)
    parents = {parent for edit in edits if edit.before is None for parent in edit.path.parents[:-1]}
    missing = sorted(parent for parent in parents if disk.stat(parent) is None)
    _refuse_clashes(disk, [edit.path for edit in edits if edit.before is None] + missing)
    return tuple(missing)


def refuse_stale_folders(disk: Disk, listings: Iterable[Listing]) -> None:
    """Refuse when a folder doesn't hold what a plan took for granted.

    Raises:
        Refused: `stale-file`, naming one that came or went.
    """
    for listing in listings:
        found = {name for name in disk.names(listing.folder) if name.endswith(listing.ending)}
        if differs := sorted(found ^ listing.names):
            raise _stale_folder(listing.folder, differs[0], came=differs[0] in found)


def as_it_was(disk: Disk, edit: Edit) -> None:
    """Refuse when `edit`'s file has changed since the survey.

    Raises:
        Refused: `stale-file` or `name-taken`.
    """
    if not _as_planned(disk, edit):
        raise _stale([edit])


def _as_planned(disk: Disk, edit: Edit) -> bool:
    found = disk.stat(edit.path)
    if edit.before is None:
        return found is None
    if found is None or not stat.S_ISREG(found.st_mode):
        return found is not None  # What it is instead is refused by its own name.
    return found.st_size == len(edit.before) and disk.read(edit.path) == edit.before


def _refuse_unsuitable(disk: Disk, edit: Edit) -> None:
    found = disk.stat(edit.path)
    if found is not None:
        refuse_unless_file(edit.path, found.st_mode)
        if not found.st_mode & stat.S_IWUSR:
            raise _read_only(edit.path)
    home, parent = disk.stat(HOME), _nearest(disk, edit.path.parent)
    if home and parent.st_dev != home.st_dev:
        raise _elsewhere(edit.path)


def _nearest(disk: Disk, folder: PurePosixPath) -> os.stat_result:
    found = disk.stat(folder)
    return found or _nearest(disk, folder.parent)


def _refuse_clashes(disk: Disk, new: list[PurePosixPath]) -> None:
    present: dict[PurePosixPath, dict[str, str]] = {}
    for path in new:
        if path.parent not in present:
            present[path.parent] = {folded(name): name for name in disk.names(path.parent)}
        if other := present[path.parent].get(folded(path.name)):
            raise _clash(path, path.with_name(other))


def _stale(stale: list[Edit]) -> Refused:
    first, taken = stale[0], stale[0].before is None
    others = f" and {len(stale) - 1} other files" if len(stale) > 1 else ""
    verb = "already exists" if taken and not others else "changed after the plan was made"
    names = ", ".join(f"`{edit.path}`" for edit in stale[:10])
    return Refused(
        Problem(
            code="name-taken" if taken else "stale-file",
            what=f"`{first.path}`{others} {verb}",
            why=f"what is there now would be lost: {names}",
            mend="call again: the plan is then made from the files as they are",
            path=str(first.path),
        )
    )


def _stale_folder(folder: PurePosixPath, name: str, *, came: bool) -> Refused:
    verb = "came to" if came else "went from"
    return Refused(
        Problem(
            code="stale-file",
            what=f"`{name}` {verb} `{folder}` after the plan was made",
            why="the plan adds to what was there before: the two may not fit together",
            mend="call again: the plan is then made from the files as they are",
            path=str(folder / name),
        )
    )


def _read_only(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="read-only-file",
            what=f"`{path}` is read-only",
            why="its mode says that it isn't to be changed",
            mend=f"`chmod u+w {path}` and call again, if it is",
            path=str(path),
        )
    )


def _elsewhere(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="other-file-system",
            what=f"`{path}` lies on another file system than the project's root",
            why="a file can't be put in place in one step across file systems",
            mend="mount the project as a whole, or change a path that isn't a mount of its own",
            path=str(path),
        )
    )


def _clash(path: PurePosixPath, other: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="paths-clash",
            what=f"`{path}` clashes with `{other}`",
            why="some systems can't tell the two names apart",
            mend="pick another name",
            path=str(path),
        )
    )
