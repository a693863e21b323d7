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
        self._trees = tuple(f"{tree.folder}/" for tree in facts.migrations if tree.folder)

    def of(self, path: str) -> Place:
        """The kind of a file."""
        if is_test(path):
            return "tests"
        return "migrations" if path.startswith(self._trees) else "app"
