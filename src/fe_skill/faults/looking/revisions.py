"""Alembic's files: env.py and the revisions, as source.

Lives here: env_of, revision_spot, assigned.
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.project.model import Revision
from fe_skill.syntax.module import SourceModule


def env_of(case: Case) -> SourceModule | None:
    """The env.py of the tree that the text speaks of, or of the first."""
    named = re.search(r"script (\S+env\.py)", case.said)
    path = case.path_of(named[1]) if named else None
    trees = case.facts.migrations if case.facts else ()
    paths = [path] if path else [tree.env.path for tree in trees if tree.env]
    spots = [spot.path for spot in case.spots() if spot.path.endswith("env.py")]
    return next((m for p in (*spots, *paths) if (m := case.module(p)) is not None), None)


def revisions(case: Case) -> list[Revision]:
    """All revisions of all trees."""
    return [one for tree in (case.facts.migrations if case.facts else ()) for one in tree.revisions]


def revision_spot(case: Case) -> Spot | None:
    """The innermost frame in a revision."""
    paths = {one.where.path for one in revisions(case)}
    found = [spot for spot in case.spots() if spot.path in paths or "/versions/" in spot.path]
    return found[-1] if found else None


def assigned(module: SourceModule, name: str) -> ast.Assign | ast.AnnAssign | None:
    """A module's assignment to a name."""
    for node in module.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and any(
            getattr(one, "id", "") == name for one in targets
        ):
            return node
    return None
