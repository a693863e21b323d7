"""A foreign key names a table that the metadata doesn't have.

It takes the table's name, not the class's; and the module of the other model has to be imported
before the tables are put together.

Tell-tale: `NoReferencedTableError`, "could not find table".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.project.model import Column, Model

_SIGN = re.compile(r"column '(?:\w+\.)?(\w+)\.(\w+)' could not find table '(?:\w+\.)?(\w+)'")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("NoReferencedTableError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    models = case.facts.models if case.facts else ()
    table, name, target = found[1], found[2], found[3]
    column = next(
        (c for m in models if m.table == table for c in m.columns if c.name == name), None
    )
    other = next((m for m in models if m.table == target), None)
    right = _right(models, target)
    place = Place(column.where.path, column.where.line, f"{table}.{name}") if column else None
    spot = case.spot(raised)
    shown = (Evidence("its model", other.where.path, other.where.line),) if other else ()
    return Diagnosis(
        what=f"`{table}.{name}` points to the table `{target}`, which isn't known",
        why="the model of that table was not imported when the tables were put together"
        if other
        else "a foreign key names tables, and no model has a table of this name",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        evidence=shown,
        mend=(f"import `{other.name}` before, where the models are put together",)
        if other
        else (
            f"name the table `{right}`" if right else "name the table as `__tablename__` has it",
        ),
        edits=_renamed(case, column, target, right) if column and right and not other else (),
        safe=True,
    )


def _right(models: tuple[Model, ...], target: str) -> str | None:
    """The table that was meant: of the class of that name, or of nearly that name."""
    by_class = next((m.table for m in models if m.name.lower() == target.lower()), None)
    return by_class or nearest(target, (m.table for m in models if m.table))


def _renamed(case: Case, column: Column, old: str, new: str) -> tuple[Edit, ...]:
    module = case.module(column.where.path)
    start = module.offset(column.where.line) if module else 0
    found = (
        re.compile(rf"(?<=['\"]){old}(?=\.\w+['\"])").search(module.text, start) if module else None
    )
    return (Edit(column.where.path, found.start(), found.end(), new),) if found else ()


FAULT = Fault(
    name="foreign-key-table-not-found",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.NoReferencedTableError: Foreign key associated with column "
                "'members.team_id' could not find table 'team' with which to generate a foreign "
                "key to target column 'id'",
                ("/app/app/database.py", 9, "prepare", "Base.metadata.create_all(engine)"),
            ),
            {"app/models.py": MODELS.replace('"teams.id"', '"team.id"')},
            "app/models.py:20",
            mended=True,
        ),
    ),
)
