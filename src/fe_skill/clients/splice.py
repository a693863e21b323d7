"""One edit of a text: what stands at a place, and what will stand there instead.

Lives here: Splice, and the refusal of a file that we can't surely edit.
Does not:   where the place is (jsonc.py, toml.py).
"""

from dataclasses import dataclass

from fe_skill.problem import Problem, Refused


@dataclass(frozen=True)
class Splice:
    """`old`, at `start`, becomes `new`; all around it stays."""

    start: int
    old: str
    new: str

    def __bool__(self) -> bool:
        return self.old != self.new

    def apply(self, text: str) -> str:
        """`text` after the edit."""
        return text[: self.start] + self.new + text[self.start + len(self.old) :]


NOTHING = Splice(0, "", "")


def unreadable(why: str, line: int | None = None) -> Refused:
    """The refusal of a client's file that isn't what its client would read."""
    return Refused(
        Problem(
            code="client-file-unreadable",
            what="the client's configuration file can't be edited surely",
            why=why,
            mend="mend the file by hand, or add the entry that `--dry-run` shows in an empty one",
            line=line,
        )
    )
