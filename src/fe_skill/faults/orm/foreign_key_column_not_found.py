"""A foreign key names a column that its table doesn't have.

Tell-tale: `NoReferencedColumnError`, "has no column named".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.project.model import Column

_SIGN = re.compile(r"ForeignKey '(?:\w+\.)?(\w+)\.(\w+)' on table '(\w+)'")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("NoReferencedColumnError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    target, name, table = found[1], found[2], found[3]
    models = case.facts.models if case.facts else ()
    columns = (c for m in models if m.table == table for c in m.columns)
    column = next((c for c in columns if f"{target}.{name}" in c.foreign_keys), None)
    other = next((m for m in models if m.table == target), None)
    keys = [c for c in other.columns if c.primary_key] if other else []
    place = (
        Place(column.where.path, column.where.line, f"{table}.{column.name}") if column else None
    )
    spot = case.spot(raised)
    return Diagnosis(
        what=f"a foreign key of `{table}` names `{target}.{name}`, a column that isn't there",
        why="a foreign key names a table and a column of it",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        mend=(
            f'name its key: `ForeignKey("{target}.{keys[0].name}")`'
            if len(keys) == 1
            else "name a column that the table has",
        ),
        edits=_renamed(case, column, f"{target}.{name}", f"{target}.{keys[0].name}")
        if column and len(keys) == 1
        else (),
        safe=True,
    )


def _renamed(case: Case, column: Column, old: str, new: str) -> tuple[Edit, ...]:
    module = case.module(column.where.path)
    start = module.offset(column.where.line) if module else 0
    at = module.text.find(old, start) if module else -1
    return (Edit(column.where.path, at, at + len(old), new),) if at >= 0 else ()


FAULT = Fault(
    name="foreign-key-column-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.NoReferencedColumnError: Could not initialize target column for "
                "ForeignKey 'teams.uuid' on table 'members': table 'teams' has no column named "
                "'uuid'",
                ("/app/app/database.py", 9, "prepare", "Base.metadata.create_all(engine)"),
            ),
            {"app/models.py": MODELS.replace('"teams.id"', '"teams.uuid"')},
            "app/models.py:20",
            mended=True,
        ),
    ),
)
