"""What we raise on purpose: a problem that says what, where, why and how to mend.

    FeSkillError        everything below
    ├── Refused         the caller's mistake: a better call would have avoided it
    ├── Cancelled       the caller took the call back; nothing was written
    └── Bug             a mistake of ours; what was raised is its `__cause__`

Any other exception that a tool lets through becomes a Bug before a shell sees it.

Lives here: Problem and the exceptions that carry it.
Does not:   how a shell shows them (server/, cli.py).
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One refusal, complete enough to act on.

    `what` is one sentence without advice and without a full stop; advice is in `mend`. `path` is
    relative to the project root, with `/`; `line` counts from 1.
    """

    code: str
    what: str
    why: str
    mend: str
    path: str | None = None
    line: int | None = None

    def text(self) -> str:
        """The problem in the shape that every refused call shows."""
        lines = [f"error: {self.what}            code: {self.code}"]
        if self.path is not None:
            lines.append(f"  --> {self.path}" + (f":{self.line}" if self.line else ""))
        return "\n".join([*lines, f"  why:  {self.why}", f"  mend: {self.mend}"])


class FeSkillError(Exception):
    """Base of all that we raise on purpose."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


class Refused(FeSkillError):  # noqa: N818 -- it is an answer to the caller, not a failure of ours
    """The call can't be carried out as it was made."""


class Cancelled(FeSkillError):  # noqa: N818 -- likewise
    """The caller cancelled while the tool was at work."""

    def __init__(self) -> None:
        super().__init__(
            Problem(
                code="cancelled",
                what="the call was cancelled",
                why="the caller took it back; nothing was written",
                mend="call again",
            )
        )


class Bug(FeSkillError):  # noqa: N818 -- likewise
    """A tool let an exception through that it should have handled."""

    def __init__(self, tool: str) -> None:
        super().__init__(
            Problem(
                code="internal-error",
                what=f"`{tool}` failed through a mistake of its own",
                why="this is a bug in fe-skill, not in the call",
                mend="report it with the traceback that was written to standard error",
            )
        )
