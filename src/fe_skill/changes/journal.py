"""What a change leaves under `.fe-skill/`, so that it can be taken back: after a crash, or later.

    .fe-skill/making/        a record being written, or one being thrown away: never in force
    .fe-skill/pending/       the tree may stand between the record's two ends
    .fe-skill/history/N-id/  the change was carried through

A record moves from one to the next in a single rename: that makes a change all or nothing.

Lives here: Edit, Record, their form on disk, where they are kept.
Does not:   the order of the steps (carry), or the ways back (recover, undo).
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from fe_skill.changes.changeset import ChangeSet, Create
from fe_skill.changes.disk import Disk
from fe_skill.changes.paths import OURS, contained
from fe_skill.problem import FeSkillError, Problem, Refused

HOME = PurePosixPath(OURS)
MAKING = HOME / "making"
PENDING = HOME / "pending"
HISTORY = HOME / "history"
_RECORD = "record.json"


def _inside(path: PurePosixPath) -> PurePosixPath:
    try:
        return contained(path)
    except FeSkillError as error:
        raise ValueError(error.problem.what) from error


# A record may have come with a cloned project: its paths are as hostile as any argument.
_Path = Annotated[PurePosixPath, AfterValidator(_inside)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One file from `before` to `after`; None is a file that isn't there."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None
    executable: bool = False


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Data):
    """One file of a record: the hashes of its two ends."""

    path: _Path
    before: _Hash | None
    after: _Hash | None


class Folder(_Data):
    """A folder that a change takes away, and the mode to give it when it comes back."""

    path: _Path
    mode: int = Field(ge=0, le=0o7777)


class Record(_Data):
    """A change as the journal knows it.

    `undoes` is the place in the history of the change that this one takes back. `makes` are the
    folders that weren't there before, parents first; `clears` those that may go, children first.
    """

    format: Literal[1] = 1
    id: str = Field(pattern=r"^[0-9a-f]{16}$")
    title: str
    when: float
    undoes: str | None
    makes: tuple[_Path, ...]
    clears: tuple[Folder, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Past:
    """A record in the history; `place` is the name of its folder there."""

    place: str
    record: Record


def edits_of(change_set: ChangeSet) -> tuple[Edit, ...]:
    """`change_set` in the form in which it is carried out."""
    return tuple(
        Edit(path=c.path, before=None, after=c.content, executable=c.executable)
        if isinstance(c, Create)
        else Edit(path=c.path, before=c.before, after=c.after)
        for c in change_set.changes
    )


def hash_of(content: bytes | None) -> str | None:
    """What a record keeps of a file's content."""
    return None if content is None else hashlib.sha256(content).hexdigest()


def before(folder: PurePosixPath, number: int) -> PurePosixPath:
    """Where the record in `folder` keeps what its entry `number` was."""
    return folder / f"{number}.before"


def after(folder: PurePosixPath, number: int) -> PurePosixPath:
    """Where the record in `folder` holds ready what its entry `number` will be."""
    return folder / f"{number}.after"


def write(disk: Disk, record: Record, edits: tuple[Edit, ...]) -> None:
    """Write `record` and all that going either way needs; it isn't in force before PENDING."""
    disk.make_folder(MAKING)
    for number, edit in enumerate(edits):
        like = disk.stat(edit.path)
        if edit.before is not None:
            disk.write(before(MAKING, number), edit.before, like=like)
        if edit.after is not None:
            place = after(MAKING, number)
            disk.write(place, edit.after, like=like, executable=edit.executable)
    disk.write(MAKING / _RECORD, record.model_dump_json().encode())
    disk.sync_files(MAKING)


def load(disk: Disk, folder: PurePosixPath) -> Record:
    """The record in `folder`.

    Raises:
        Refused: `journal-damaged`.
    """
    content = disk.read(folder / _RECORD)
    try:
        return Record.model_validate_json(content or b"")
    except ValidationError as error:
        raise _damaged(folder) from error


def past(disk: Disk) -> tuple[Past, ...]:
    """The history, oldest first."""
    return tuple(
        Past(place=place, record=load(disk, HISTORY / place))
        for place in sorted(disk.names(HISTORY))
    )


def next_place(disk: Disk, change_id: str) -> str:
    """Where in the history the change `change_id` goes, after all that are there."""
    numbers = [int(head) for name in disk.names(HISTORY) if (head := name.split("-")[0]).isdigit()]
    return f"{max(numbers, default=0) + 1:08}-{change_id}"


def discard(disk: Disk, folder: PurePosixPath) -> None:
    """Throw the record in `folder` away: out of force at once, and then gone."""
    disk.remove_tree(MAKING)
    if folder != MAKING and disk.stat(folder):
        disk.move(folder, MAKING)
        disk.sync_folders(HOME)
        disk.remove_tree(MAKING)


def _damaged(folder: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="journal-damaged",
            what=f"`{folder}` isn't a record of ours",
            why="it was written by another version, or changed by something else",
            mend=f"look what `{folder}` holds, then move it away and call again",
            path=str(folder),
        )
    )
