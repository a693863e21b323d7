"""The registration in a factory as one change: locked, journaled, taken back byte for byte.

Lives here: register, unregister, Outcome.
Does not:   what is written (files.py, edits.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import ChangeSet, Draft
from fe_skill.changes.disk import reader
from fe_skill.changes.history import history
from fe_skill.changes.recover import recover
from fe_skill.changes.undo import undo
from fe_skill.factory.edits import EDITS
from fe_skill.factory.files import SKILL, new_files
from fe_skill.problem import Problem, Refused
from fe_skill.tools.tool import Tool

_TITLE = "register factory"
_PARTS = (".agent/skills", ".agent/knowledge")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was done, or would be; `left` are files of the factory that were not as expected."""

    diff: str
    files: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def register(call: Call, tools: Sequence[Tool], *, dry_run: bool) -> Outcome:
    """Register in the factory at the call's workspace; a second call changes nothing.

    Raises:
        Refused: `no-factory`, `factory-skill-differs`, or what a write raises.
    """
    missing = [part for part in _PARTS if not (call.workspace / part).is_dir()]
    if missing:
        raise _no_factory(call, missing)
    recover(call.workspace, call)
    change, left = _planned(call, tools)
    if change and not dry_run:
        apply(change, call.workspace, call, title=_TITLE)
    files = tuple(map(str, (*change.created, *change.modified)))
    return Outcome(diff=change.diff(), files=files, left=left)


def unregister(call: Call, *, dry_run: bool) -> Outcome:
    """Take the registration back: every file is as it was before.

    Raises:
        Refused: `changed-since`, naming the file, where one was edited after the registration.
    """
    standing = [p for p in history(call.workspace) if p.title == _TITLE and not p.undone]
    if not standing:
        return Outcome(diff="")
    change = standing[0]
    reply = undo(call.workspace, change.change_id, call, dry_run=True)
    if not dry_run:
        undo(call.workspace, change.change_id, call)
    return Outcome(diff=reply.diff or "", files=tuple(map(str, change.created + change.modified)))


def _planned(call: Call, tools: Sequence[Tool]) -> tuple[ChangeSet, tuple[str, ...]]:
    draft = Draft(reader(call.workspace))
    there = draft.read(SKILL) is not None
    for file in new_files(call.workspace, tools):
        present = draft.read(file.path)
        if present is None:
            draft.create(file.path, file.content, executable=file.executable)
        elif present != file.content:
            raise _differs(file.path)
    left = () if there else _edited(draft, tools)
    return draft.done(), left


def _edited(draft: Draft, tools: Sequence[Tool]) -> tuple[str, ...]:
    """Carry the edits out; the files whose place for one wasn't found."""
    left = []
    for edit in EDITS:
        path = PurePosixPath(edit.path)
        before = draft.read(path)
        after = None if before is None else edit.apply(before.decode(), tools)
        if after is None:
            left.append(edit.path)
        else:
            draft.update(path, after.encode())
    return tuple(dict.fromkeys(left))


def _no_factory(call: Call, missing: Sequence[str]) -> Refused:
    return Refused(
        Problem(
            code="no-factory",
            what=f"`{call.workspace}` is no agent factory",
            why="a factory keeps its skills and its knowledge apart; missing: "
            + ", ".join(missing),
            mend="name the folder of the factory's repository",
        )
    )


def _differs(path: PurePosixPath) -> Refused:
    return Refused(
        Problem(
            code="factory-skill-differs",
            what=f"`{path}` is there already, and isn't what this version writes",
            why="it was edited since, or another version registered it; it is never overwritten",
            mend="`fe-skill unregister --target factory`, or move it away, then call again",
            path=str(path),
        )
    )
