"""The reply that every writing tool shares.

Lives here: WriteReply and CheckResult, as the contract names their fields.
"""

from typing import Literal

from pydantic import Field

from fe_skill.tools.tool import Reply


class CheckResult(Reply):
    """One proof that was run, or said to be skipped, on the planned tree."""

    name: str
    outcome: Literal["passed", "failed", "skipped"]
    detail: str
    seconds: float = Field(ge=0)

    def text(self) -> str:
        """One line, the detail only where it isn't a plain pass."""
        return f"{self.name}: {self.outcome}" + (f" ({self.detail})" if self.detail else "")


class WriteReply(Reply):
    """What was, or would be, written, and what proves it.

    A failed check writes nothing: the status is then "unchanged" and `passed` is false.
    """

    status: Literal["applied", "planned", "unchanged"]
    change_id: str | None
    created: tuple[str, ...]
    modified: tuple[str, ...]
    diff: str | None
    checks: tuple[CheckResult, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]

    def text(self) -> str:
        """What happened, what speaks against it, and what to do next."""
        lines = [self._headline()]
        lines += [f"failed {c.name}: {c.detail}" for c in self.checks if c.outcome == "failed"]
        lines += [f"skipped {c.name}: {c.detail}" for c in self.checks if c.outcome == "skipped"]
        lines += [f"note: {note}" for note in self.notes]
        lines += [f"next: {step}" for step in self.next_steps]
        return "\n".join([*lines, self.diff] if self.diff else lines)

    def _headline(self) -> str:
        held = sum(check.outcome == "passed" for check in self.checks)
        proof = f"{held} of {len(self.checks)} checks passed" if self.checks else "no check was run"
        files = f"{len(self.created)} created, {len(self.modified)} modified"
        if self.status == "unchanged":
            return f"unchanged: nothing was written; {proof}"
        name = f" as change {self.change_id}" if self.change_id else ""
        return f"{self.status}{name}: {files}; {proof}"

    def passed(self) -> bool:
        """No check failed."""
        return all(check.outcome != "failed" for check in self.checks)
