"""What we raise on purpose: a problem that says what, where, why and how to mend.

    FeSkillError        everything below
    ├── Refused         the caller's mistake: a better call would have avoided it
    └── Cancelled       the caller took the call back; nothing was written

Any other exception that reaches a shell is a bug of ours.

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
        lines = [f"error: {self.what}    [{self.code}]"]
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
