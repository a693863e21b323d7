"""What an edit changes: nothing but lines, or more than can be told without working it out again.

Lives here: moves, finds_nothing, finds_the_same.
Does not:   comparing outlines (moved.py), moving facts (shifted.py).
"""

import re
from collections.abc import Iterable

from fe_skill.project.moved import Moved, compared
from fe_skill.project.store import Store


def moves(old: Store, new: Store) -> dict[str, Moved] | None:
    """Where the lines of edited files went; None: more than lines may have changed.

    Every other fact rests on the outlines of files, on the bodies that were followed, and on a
    look at the bytes of files whose outline nobody needed.
    """
    if old.listing.python.keys() != new.listing.python.keys():
        return None
    found: dict[str, Moved] = {}
    for path in new.edited & new.listing.python.keys():
        said = old.said(path)
        if said is None or any(new.look(how, path) != answer for how, answer in said.items()):
            return None
        before = old.outline(path)
        if before is None:
            continue  # never read, and there is no more reason to than before
        moved = found[path] = Moved()
        after = new.facts(path)
        if before.failure or after.failure or not compared(before.body, after.body, moved):
            return None
        asked = old.bodies.asked.get(path)
        if asked is not None and not new.bodies.answers_as(asked, path, moved):
            return None
    return found


def finds_nothing(old: Store, new: Store, patterns: Iterable[re.Pattern[bytes]]) -> bool:
    """Whether none of the patterns is in an edited file, or was."""
    return all(
        old.hit(path, pattern) is False and pattern.search(new.data(path)) is None
        for path in new.edited
        for pattern in patterns
    )


def finds_the_same(old: Store, new: Store, patterns: Iterable[re.Pattern[bytes]]) -> bool:
    """Whether each pattern is in an edited file where it was before, and nowhere else."""
    return all(
        old.hit(path, pattern) is (pattern.search(new.data(path)) is not None)
        for path in new.edited
        for pattern in patterns
    )
