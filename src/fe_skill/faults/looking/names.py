"""Names that nearly fit, and the statements that import them.

Lives here: nearest, import_at, importing.
"""

import ast
import difflib
from collections.abc import Iterable

from fe_skill.faults.case import Case, Spot
from fe_skill.syntax.module import SourceModule


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one known name that is nearly this one; None where two are as near or none is."""
    names = sorted(set(known) - {name})
    found = difflib.get_close_matches(name, names, n=2, cutoff=0.7)
    if not found:
        return None
    if len(found) > 1 and _likeness(name, found[1]) > _likeness(name, found[0]) - 0.03:
        return None
    return found[0]


def import_at(
    case: Case, spot: Spot | None
) -> tuple[SourceModule, ast.Import | ast.ImportFrom] | None:
    """The import at a spot."""
    module, statement = case.module(spot.path) if spot else None, case.statement_at(spot)
    if module is None or not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return None
    return module, statement


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()
