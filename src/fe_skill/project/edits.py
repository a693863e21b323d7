"""What is different between a project's files at two moments, as the runs over them see it.

Lives here: Edit, edit_between.
Does not:   what follows from it (interpreter/run.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fe_skill.project.interpreter.tasks import BYTES, IMPORTS
from fe_skill.project.lower import Node, same_data
from fe_skill.project.lower_statements import blocks
from fe_skill.project.store import Store, differing


@dataclass(frozen=True, slots=True)
class Edit:
    """Files that say something else, files that are gone, and what else is not as it was."""

    edited: frozenset[str]
    gone: frozenset[str]
    uses: frozenset[object]


def edit_between(old: Store, new: Store) -> Edit | None:
    """What became different; None: too much to tell."""
    before, after = old.listing.python, new.listing.python
    names = _names_between(old, new)
    if names is None:
        return None
    edited: set[str] = set()
    uses: set[object] = {("", name) for name in names}
    for path in differing(old.listing, new.listing) & before.keys() & after.keys():
        uses.add((path, BYTES))
        known = old.outline(path)
        if known is None:
            continue  # nobody read it, and whether somebody would now, a look at its bytes tells
        now = new.facts(path)
        outlines = same_data([known.body, known.failure], [now.body, now.failure])
        asked = old.bodies.asked.get(path)
        bodies = asked is None or new.bodies.answers_as(asked, path, dict(_functions(now.body)))
        if not (outlines and bodies):
            edited.add(path)
            uses |= {(path, IMPORTS)} | (set() if bodies else {path})
    return Edit(frozenset(edited), frozenset(before.keys() - after.keys()), frozenset(uses))


def _names_between(old: Store, new: Store) -> set[str] | None:
    """The names that may lead to other modules than before."""
    if old.layout is new.layout:
        return set()
    paths = old.listing.python.keys() ^ new.listing.python.keys()
    if any(path.rpartition("/")[2] == "__init__.py" for path in paths):
        return None
    if not old.layout.agrees(new.layout):
        return None
    folders = old.layout.folders ^ new.layout.folders
    return {path.rpartition("/")[2].removesuffix(".py") for path in (*paths, *folders)}


def _functions(body: list[Node]) -> Iterator[tuple[int, Node]]:
    """Every `def` of an outline by its line, those in classes and blocks among them."""
    pending = list(body)
    while pending:
        node = pending.pop()
        if node[0] == "def":
            yield node[2], node
            pending += node[8] or []
        elif node[0] == "class":
            pending += node[7]
        else:
            pending += [inner for block in blocks(node) for inner in block]
