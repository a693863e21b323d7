"""From a folder to its facts.

Lives here: read_project.
Does not:   any single kind of fact (link_*.py).
"""

from pathlib import Path

from fe_skill.project.interpreter.run import run
from fe_skill.project.link_project import link
from fe_skill.project.model import Project
from fe_skill.project.store import Store, collector_paused


def read_project(root: Path) -> Project:
    """The facts of the project in `root`; nothing of it is imported or run."""
    with collector_paused():
        store = Store(root)
        return link(store, run(store))
