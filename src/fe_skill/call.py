"""What a shell hands to a tool besides its arguments.

Lives here: Call: where relative paths start, where writing is allowed, progress, cancellation;
            current_folder, where they start by default.
Does not:   how progress reaches a client (server/, cli.py).
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from fe_skill.problem import Cancelled, Problem, Refused


def silent(_done: int, _total: int, _message: str) -> None:
    """Progress that nobody listens to."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a tool, as its shell sees it.

    `workspace` is where relative paths start. `roots`, when not empty, are the only folders that
    a call may touch.
    """

    workspace: Path
    roots: tuple[Path, ...] = ()
    progress: Callable[[int, int, str], None] = silent
    cancel: threading.Event = field(default_factory=threading.Event)

    def step(self, done: int, total: int, message: str) -> None:
        """Report that `done` of `total` steps are behind us.

        Raises:
            Cancelled: the caller took the call back.
        """
        if self.cancel.is_set():
            raise Cancelled
        self.progress(done, total, message)

    def locate(self, path: str) -> Path:
        """`path`, absolute and with its symlinks followed, inside the roots.

        Raises:
            Refused: `path-malformed` or `path-outside-roots`.
        """
        located = _resolved(self.workspace, path)
        self._refuse_outside(located)
        return located

    def locate_program(self, path: str, start: Path) -> Path:
        """The program at `path`, from `start`: its own symlink is not followed, its folder's are.

        The Python of an environment is a link to one outside that acts for the environment only
        under its own name.

        Raises:
            Refused: `path-malformed`, `path-outside-roots`, or `program-missing`.
        """
        given = _resolved(start, str(PurePath(path).parent)) / PurePath(path).name
        self._refuse_outside(given)
        if not (_resolved(start, path).is_file() and os.access(given, os.X_OK)):
            raise Refused(
                Problem(
                    code="program-missing",
                    what=f"`{ascii(path)[1:-1][:80]}` is no program",
                    why=f"no file that may be run lies at `{given}`",
                    mend="give the path of an environment's Python, as `.venv/bin/python`",
                )
            )
        return given

    def _refuse_outside(self, located: Path) -> None:
        if self.roots and not any(located.is_relative_to(root) for root in self.roots):
            raise Refused(
                Problem(
                    code="path-outside-roots",
                    what=f"`{located}` lies outside the folders that this server may touch",
                    why="the server was started with " + ", ".join(f"`{r}`" for r in self.roots),
                    mend="give a path inside one of them, or add a `--root` to the server",
                )
            )


def _resolved(start: Path, path: str) -> Path:
    """`path` from `start`, absolute and with its symlinks followed.

    Raises:
        Refused: `path-malformed`.
    """
    try:
        located = (start / Path(path).expanduser()).resolve()
        # What is too long for this system is told by asking for it, not by resolving it.
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            located.lstat()
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(
            Problem(
                code="path-malformed",
                what=f"`{ascii(path)[1:-1][:80]}` is not a path",
                # The whole error repeats the path, which may be as long as a message can be.
                why=(error.strerror if isinstance(error, OSError) else None) or str(error)[:200],
                mend="give a path that this system can hold",
            )
        ) from error
    return located


def current_folder() -> Path:
    """Where this process stands.

    Raises:
        Refused: `no-workspace`, when the folder was removed under it.
    """
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise Refused(
            Problem(
                code="no-workspace",
                what="the current folder is gone",
                why="relative paths start there, and it was removed or moved",
                mend="change into a folder that exists and call again",
            )
        ) from error
