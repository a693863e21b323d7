"""What kind of code each file of a project holds.

Lives here: Places.
Does not:   which rules speak about which kind (each rule's `places`).
"""

from fe_skill.project.interpreter.run import is_test
from fe_skill.project.reader import Facts
from fe_skill.rules.rule import Place


class Places:
    """The files of one project by kind."""

    def __init__(self, facts: Facts) -> None:
        # An env.py at the root doesn't make the whole project a tree of migrations.
        trees = [tree for tree in facts.migrations if tree.folder != "."]
        self._trees = tuple(f"{tree.folder}/" for tree in trees)
        self._revisions = {r.where.path for tree in facts.migrations for r in tree.revisions}

    def of(self, path: str) -> Place:
        """The kind of a file."""
        if is_test(path):
            return "tests"
        below = path.startswith(self._trees) or path in self._revisions
        return "migrations" if below else "app"
