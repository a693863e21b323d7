"""A joined collection was read without making its rows unique.

A collection loaded by a join repeats its owner in each row; the result has to be told to merge
them.

Tell-tale: "The unique() method must be invoked on this Result".
"""

import ast
import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample

_READS = (
    "all",
    "first",
    "one",
    "one_or_none",
    "scalar_one",
    "scalar_one_or_none",
    "fetchall",
    "scalars",
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says=r"unique\(\) method must be invoked")
    if raised is None:
        return None
    spot = case.spot(raised)
    return Diagnosis(
        what="a collection is loaded by a join, and the rows are read without `unique()`",
        why="a join repeats the owner in each row of its collection",
        confidence=SURE if spot else CLEAR,
        place=spot.place if spot else None,
        evidence=(spot.evidence("where the rows are read"),) if spot else (),
        mend=(
            "`.unique()` before the rows are read: `result.scalars().unique().all()`",
            "or load the collection by `selectinload`, which needs no join",
        ),
        edits=_unique(case, spot),
        safe=True,
    )


def _unique(case: Case, spot: Spot | None) -> tuple[Edit, ...]:
    module = case.module(spot.path) if spot else None
    statement = case.statement_at(spot)
    if module and statement and ".unique()" in module.segment(statement):
        return ()
    for node in ast.walk(statement) if statement else ():
        read = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if read and module is not None and re.fullmatch("|".join(_READS), node.func.attr):  # type: ignore[attr-defined]
            at = module.offsets(node.func.value)[1]  # type: ignore[attr-defined]
            return (Edit(module.path, at, at, ".unique()"),)
    return ()


FAULT = Fault(
    name="unique-missing-for-joined-collection",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: The unique() method must be invoked on this "
                "Result, as it contains results that include joined eager loads against "
                "collections",
                ("/app/app/queries.py", 2, "carts", "return result.scalars().all()"),
            ),
            {"app/queries.py": "def carts(result):\n    return result.scalars().all()\n"},
            "app/queries.py:2",
            mended=True,
        ),
    ),
)
