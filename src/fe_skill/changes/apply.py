"""Writes a change set: all of it, or nothing.

Lives here: apply, what it looks at first, and the way back when a write fails.
Does not:   whether the change is right (checks/), which must be known before.
"""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.changeset import Change, ChangeSet, Create
from fe_skill.changes.paths import OURS
from fe_skill.problem import Problem, Refused


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What was written, and the name under which it can be taken back; None for an empty plan."""

    change_id: str | None
    created: tuple[PurePosixPath, ...]
    modified: tuple[PurePosixPath, ...]


def apply(change_set: ChangeSet, root: Path, call: Call) -> Applied:
    """Write `change_set` under `root`, which is made when it isn't there.

    Raises:
        Refused: `stale-file` or `name-taken`, with nothing written.
        OSError: the system failed; what was written has been taken back.
    """
    if not change_set:
        return Applied(change_id=None, created=(), modified=())
    for change in change_set.changes:
        _refuse_stale(change, root)
    with ExitStack() as back:
        for done, change in enumerate(change_set.changes):
            call.step(done, len(change_set.changes), f"writing {change.path}")
            _write(change, root, back)
        back.pop_all()
    return Applied(
        change_id=change_set.id, created=change_set.created, modified=change_set.modified
    )


def vacant(root: Path) -> bool:
    """Whether a new project may be made at `root`: nothing is there, or nothing but our journal."""
    try:
        return all(name == OURS for name in os.listdir(root))  # noqa: PTH208 -- names only
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False


def _refuse_stale(change: Change, root: Path) -> None:
    target = root / change.path
    expected = None if isinstance(change, Create) else change.before
    present = target.read_bytes() if os.path.lexists(target) else None
    if present == expected:
        return
    raise Refused(
        Problem(
            code="name-taken" if expected is None else "stale-file",
            what=f"`{change.path}` changed after the plan was made",
            why="what you wrote in the meantime would be lost",
            mend="call again: the plan is then made from the file as it is",
            path=str(change.path),
        )
    )


def _write(change: Change, root: Path, back: ExitStack) -> None:
    target = root / change.path
    if isinstance(change, Create):
        for folder in reversed(target.parents):
            if not folder.exists():
                folder.mkdir()
                back.callback(folder.rmdir)
        back.callback(target.unlink, missing_ok=True)
        target.write_bytes(change.content)
        if change.executable:
            target.chmod(target.stat().st_mode | 0o111)
    else:
        back.callback(target.write_bytes, change.before)
        target.write_bytes(change.after)
