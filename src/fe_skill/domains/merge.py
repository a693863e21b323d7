"""What a template makes now, brought into a file that somebody changed since it was made.

Three texts: what was made before, what would be made now, what is there. Where only one side
changed a line, that side stands; lines that both sides added at one place are kept one after the
other; where both changed the same line, nobody but the user can tell.

Lives here: merged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from fe_skill.problem import Problem, Refused


@dataclass(frozen=True)
class _Hunk:
    """Lines `start` to `end` of the text before, replaced by `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def merged(before: str, now: str, there: str, path: str) -> str:
    """`there`, with the steps that lead from `before` to `now`.

    Raises:
        Refused: `edit-unsure`, naming the line.
    """
    old = before.splitlines(keepends=True)
    ours = list(_hunks(old, now.splitlines(keepends=True)))
    present = there.splitlines(keepends=True)
    theirs = list(_hunks(old, present))
    wanted = [hunk for hunk in ours if hunk not in theirs]
    for hunk in wanted:
        for other in theirs:
            if _collide(hunk, other):
                raise _unsure(path, hunk, other, theirs)
    text: list[str] = []
    at = 0
    for hunk in sorted((*theirs, *wanted), key=lambda hunk: (hunk.start, hunk.end)):
        text += old[at : hunk.start]
        text += hunk.lines
        at = max(at, hunk.end)
    return "".join([*text, *old[at:]])


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Hunk]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield _Hunk(start, end, tuple(new[first:last]))


def _collide(one: _Hunk, other: _Hunk) -> bool:
    if one.start == one.end == other.start == other.end:
        return False
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)


def _unsure(path: str, hunk: _Hunk, other: _Hunk, theirs: Sequence[_Hunk]) -> Refused:
    shift = sum(len(h.lines) - (h.end - h.start) for h in theirs if h.start < other.start)
    return Refused(
        Problem(
            code="edit-unsure",
            what=f"`{path}` was changed by hand where this call would change it",
            why="it would read there: " + "".join(hunk.lines)[:300].strip(),
            mend="make that change by hand, then call again",
            path=path,
            line=other.start + shift + 1,
        )
    )
