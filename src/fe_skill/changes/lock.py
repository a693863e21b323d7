"""One change at a time in a project, over all processes of this machine.

The system gives the lock back when its holder dies, so a crash leaves nothing to clear away.

Lives here: locked.
Does not:   what is done under the lock (carry, recover, undo).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from fe_skill.call import Call
from fe_skill.changes.disk import Disk, project_disk
from fe_skill.changes.journal import HISTORY, HOME, MAKING, PENDING
from fe_skill.problem import Problem, Refused

_PATIENCE: Final = 15.0
_PAUSE: Final = 0.005
_TRIES: Final = 5
_LOCK: Final = HOME / "lock"
_IGNORE: Final = HOME / ".gitignore"
_HALF_WRITTEN: Final = HOME / ".gitignore.new"
_ALL: Final = b"*\n"


@contextmanager
def locked(
    root: Path, call: Call, opened: type[Disk] = Disk, *, make: bool = False
) -> Iterator[Disk]:
    """Hold `root` for one change; the disk is good until the lock is given back.

    With `make`, a root that isn't there is made. Where no change is on record at the end, nothing
    stays of what we made, the root included.

    Raises:
        Refused: `project-busy` when another change takes too long, or `no-project`.
        Cancelled: while waiting.
    """
    deadline = time.monotonic() + _PATIENCE
    made: list[Path] = []
    with ExitStack() as held:
        held.callback(lambda: opened.remove_root(made))
        while (disk := _entered(root, held, opened, made if make else None)) is None:
            call.step(0, 1, "waiting for another change to end")
            if time.monotonic() > deadline:
                raise _busy()
            time.sleep(_PAUSE)
        held.callback(_leave_no_trace, disk)
        _settle_in(disk)
        yield disk


def _entered(
    root: Path, held: ExitStack, opened: type[Disk], made: list[Path] | None
) -> Disk | None:
    """The disk, with its lock taken; None when somebody else has it, or just threw it away."""
    if made is not None:
        _make_root(root, opened, made)
    try:
        with ExitStack() as mine:
            disk = mine.enter_context(project_disk(root, opened) if made is None else opened(root))
            if not disk.stat(HOME):
                with suppress(FileExistsError):
                    disk.make_folder(HOME)
            lock = disk.open_file(_LOCK)
            mine.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A failed first change removes all that it made, this very file included.
            found = disk.stat(_LOCK)
            if found is None or not os.path.samestat(found, os.fstat(lock)):
                return None
            held.push(mine.pop_all())
            return disk
    except (FileNotFoundError, BlockingIOError):
        return None


def _make_root(root: Path, opened: type[Disk], made: list[Path]) -> None:
    for tries_left in reversed(range(_TRIES)):
        try:
            made += opened.make_root(root)
        except FileNotFoundError:
            # Another's failed first change took a parent away, or none can be made here at all.
            if not tries_left:
                raise
        else:
            return


def _settle_in(disk: Disk) -> None:
    if not disk.stat(HISTORY):
        disk.make_folder(HISTORY)
    if disk.read(_IGNORE) != _ALL:
        with suppress(FileNotFoundError):
            disk.remove(_HALF_WRITTEN)
        disk.write(_HALF_WRITTEN, _ALL)
        disk.move(_HALF_WRITTEN, _IGNORE)


def _leave_no_trace(disk: Disk) -> None:
    if disk.names(HISTORY) or disk.stat(PENDING):
        return
    # The lock goes last: whoever waits for it looks whether it is still the one in the folder.
    with suppress(OSError):
        disk.remove_tree(MAKING)
        disk.remove_tree(HISTORY)
        for file in (_HALF_WRITTEN, _IGNORE, _LOCK):
            if disk.stat(file):
                disk.remove(file)
        disk.remove_folder(HOME)


def _busy() -> Refused:
    return Refused(
        Problem(
            code="project-busy",
            what="another change to this project is being carried out",
            why=f"changes are made one at a time, and {_PATIENCE:.0f} s of waiting were not enough",
            mend="call again when the other one has ended",
        )
    )
