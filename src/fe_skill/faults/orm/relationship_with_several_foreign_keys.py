"""Several foreign keys lead to the same table, and a relationship doesn't say which it means.

Tell-tale: "there are multiple foreign key paths linking the tables".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.mending import argument
from fe_skill.project.model import Model, Relationship

_SIGN = re.compile(r"on relationship (\w+)\.(\w+) - there are multiple foreign key paths")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AmbiguousForeignKeysError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    owner = next((m for m in (case.facts.models if case.facts else ()) if m.name == found[1]), None)
    relation = next((r for r in owner.relationships if r.name == found[2]), None) if owner else None
    spot = case.spot(raised)
    place = (
        Place(relation.where.path, relation.where.line, f"{found[1]}.{found[2]}")
        if relation
        else None
    )
    return Diagnosis(
        what=f"`{found[1]}.{found[2]}` could mean any of several foreign keys",
        why="more than one column points to the other table",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        mend=(
            "say which column it goes by: `relationship(foreign_keys=[its_id])`, on each of them "
            "and on the other side",
        ),
        edits=_named(case, owner) if owner else (),
        safe=True,
    )


def _named(case: Case, owner: Model) -> tuple[Edit, ...]:
    """Each many-to-one of the model by the column that is named after it."""
    module = case.module(owner.where.path)
    edits: list[Edit] = []
    for relation in owner.relationships:
        column = _column(owner, relation)
        for node in module.nodes(ast.AnnAssign, ast.Assign) if module and column else ():
            value = getattr(node, "value", None)
            if getattr(node, "lineno", 0) == relation.where.line and isinstance(value, ast.Call):
                if any(one.arg == "foreign_keys" for one in value.keywords) or module is None:
                    continue
                edits.append(argument(module, value, f"foreign_keys=[{column}]"))
    several = [c for c in owner.columns if c.foreign_keys]
    return tuple(edits) if len(edits) > 1 and len(several) >= len(edits) else ()


def _column(owner: Model, relation: Relationship) -> str | None:
    names = {column.name for column in owner.columns if column.foreign_keys}
    return next((n for n in (f"{relation.name}_id", f"{relation.name}_fk") if n in names), None)


FAULT = Fault(
    name="relationship-with-several-foreign-keys",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.AmbiguousForeignKeysError: Could not determine join condition "
                "between parent/child tables on relationship Transfer.source - there are multiple "
                "foreign key paths linking the tables.",
                ("/app/seed.py", 11, "<module>", 'ada = Account(owner="Ada")'),
            )
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/join_conditions.html",),
)
