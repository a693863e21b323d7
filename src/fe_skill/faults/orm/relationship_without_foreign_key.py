"""Two models are related, and no foreign key joins their tables.

Tell-tale: "there are no foreign keys linking these tables".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Evidence, Fault, Place, Sample
from fe_skill.faults.mending import imported
from fe_skill.project.model import Column, Model

_SIGN = re.compile(r"on relationship (\w+)\.(\w+) - there are no foreign keys")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("NoForeignKeysError", "InvalidRequestError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    models = {model.name: model for model in (case.facts.models if case.facts else ())}
    owner = models.get(found[1])
    relation = next((r for r in owner.relationships if r.name == found[2]), None) if owner else None
    target = models.get(relation.target or "") if relation else None
    column = _column(owner, target) if owner and target else None
    where = column[1].where if column else relation.where if relation else None
    spot = case.spot(raised)
    place = Place(where.path, where.line, found[0]) if where else spot.place if spot else None
    shown = (
        (Evidence("the relationship", relation.where.path, relation.where.line),)
        if relation
        else ()
    )
    return Diagnosis(
        what=f"`{found[1]}.{found[2]}` relates two tables that no foreign key joins",
        why="SQLAlchemy takes the join from a foreign key",
        confidence=SURE if where else CLEAR,
        place=Place(place.path, place.line, f"{found[1]}.{found[2]}") if place else None,
        evidence=shown,
        mend=(
            "give the column that points to the other table its key: "
            '`mapped_column(ForeignKey("table.id"))`, and a migration',
        ),
        edits=_keyed(case, *column) if column else (),
    )


def _column(owner: Model, target: Model) -> tuple[Model, Column] | None:
    """The column that should point to the other table: named after it, without a key."""
    for here, there in ((owner, target), (target, owner)):
        wanted = {f"{there.name.lower()}_id", f"{(there.table or '').rstrip('s')}_id"}
        for column in here.columns:
            if column.name in wanted and not column.foreign_keys:
                return here, column
    return None


def _keyed(case: Case, model: Model, column: Column) -> tuple[Edit, ...]:
    """The plain `name: Mapped[int]` with its key."""
    module = case.module(column.where.path)
    others = [m for m in (case.facts.models if case.facts else ()) if m.name != model.name]
    stem = column.name.removesuffix("_id")
    other = next((m for m in others if stem in {m.name.lower(), (m.table or "").rstrip("s")}), None)
    key = next((c.name for c in other.columns if c.primary_key), None) if other else None
    for node in module.nodes(ast.AnnAssign) if module else ():
        plain = node.lineno == column.where.line and node.value is None
        if plain and module is not None and other is not None and key:
            end = module.offsets(node)[1]
            text = f' = mapped_column(ForeignKey("{other.table}.{key}"))'
            used = [
                *imported(module, "sqlalchemy", "ForeignKey"),
                *imported(module, "sqlalchemy.orm", "mapped_column"),
            ]
            return (Edit(module.path, end, end, text), *used)
    return ()


_BROKEN = MODELS.replace(
    '    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))\n',
    "    team_id: Mapped[int]\n",
)

FAULT = Fault(
    name="relationship-without-foreign-key",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.NoForeignKeysError: Could not determine join condition between "
                "parent/child tables on relationship Team.members - there are no foreign keys "
                "linking these tables.",
                ("/app/app/main.py", 11, "lifespan", "configure_mappers()"),
            ),
            {"app/models.py": _BROKEN},
            "app/models.py:20",
            mended=True,
        ),
    ),
)
