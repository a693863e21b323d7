"""A relationship was given something else than the objects that it holds.

A list where its annotation says one object, one object where it says a list, a dictionary or an id.

Tell-tale: "object has no attribute '_sa_instance_state'", "Incompatible collection type".
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import (
    CLEAR,
    LIKELY,
    SURE,
    Diagnosis,
    Edit,
    Evidence,
    Fault,
    Place,
    Sample,
)
from fe_skill.faults.looking.source import attribute_of, last_name
from fe_skill.faults.mending import around
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Model, Relationship

_SIGN = r"'(\w+)' object has no attribute '_sa_instance_state'|Incompatible collection type: (\w+)"
_INNERMOST = 6  # frames, among which SQLAlchemy's own are


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("AttributeError", "TypeError", says=_SIGN)
    if raised is None or "Unmapped" in (case.last.name if case.last else ""):
        return None  # the session was given it, not a relationship: `class-not-mapped`
    kind = raised.message.partition("'")[2].partition("'")[0] or "a value"
    spot = case.spot(raised)
    found = next(_given(case, spot), None) if spot else None
    of_one = found is not None and kind == "list" and not (found[1].kind or "").endswith("many")
    where = found[1].where if found and of_one else None
    return Diagnosis(
        what=f"a `{kind}` was given to a relationship",
        why=f"`{found[0].name}.{found[1].name}` is declared to hold one object"
        if found and of_one
        else "a relationship holds mapped objects: one, or a list, as it is declared",
        confidence=SURE if where else CLEAR if _is_setting(raised) else LIKELY,
        place=Place(where.path, where.line, f"{found[0].name}.{found[1].name}")
        if found and where
        else spot.place
        if spot
        else None,
        evidence=(
            *((spot.evidence("where it was given"),) if spot else ()),
            *((Evidence("the relationship", where.path, where.line),) if where else ()),
        ),
        mend=(
            "several objects: `Mapped[list[...]]`; one: give the object itself",
            "an id or a dictionary: give the column the id, or make the object",
        ),
        edits=_made_a_list(case, *found) if found and of_one else (),
    )


def _is_setting(raised: Raised) -> bool:
    """Whether an attribute was being set; a session asks its objects for the same."""
    paths = [frame.path.replace("\\", "/") for frame in raised.frames[-_INNERMOST:]]
    return any("orm/attributes" in path or "orm/collections" in path for path in paths)


def _given(case: Case, spot: Spot) -> Iterator[tuple[Model, Relationship]]:
    """The relationships that a statement gives something to."""
    statement = case.statement_at(spot)
    models = {one.name: one for one in (case.facts.models if case.facts else ())}
    for call in ast.walk(statement) if statement else ():
        model = models.get(last_name(call.func)) if isinstance(call, ast.Call) else None
        names = {one.arg for one in call.keywords} if isinstance(call, ast.Call) else set()
        for one in model.relationships if model else ():
            if model and one.name in names:
                yield model, one


def _made_a_list(case: Case, model: Model, relationship: Relationship) -> tuple[Edit, ...]:
    found = attribute_of(case, model.name, relationship.name)
    statement = found[1] if found else None
    if found is None or not isinstance(statement, ast.AnnAssign):
        return ()
    held = statement.annotation
    if isinstance(held, ast.Subscript) and last_name(held.value) == "Mapped":
        return around(found[0], held.slice, "list[", "]")
    return ()


_SOIL = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Bed(Base):
    __tablename__ = "bed"
    id: Mapped[int] = mapped_column(primary_key=True)
    plants: Mapped["Plant"] = relationship()


class Plant(Base):
    __tablename__ = "plant"
    id: Mapped[int] = mapped_column(primary_key=True)
    bed_id: Mapped[int] = mapped_column(ForeignKey("bed.id"))
"""

FAULT = Fault(
    name="relationship-given-another-kind",
    explanation=__doc__,
    recognise=recognise,
    explains=("value-of-wrong-kind", "attribute-missing"),
    samples=(
        Sample(
            trace(
                "AttributeError: 'list' object has no attribute '_sa_instance_state'",
                ("/srv/app/planting.py", 3, "<module>", "bed = Bed(plants=[Plant()])"),
            ),
            {
                "app/soil.py": _SOIL,
                "app/planting.py": "from app.soil import Bed, Plant\n\n"
                "bed = Bed(plants=[Plant()])\n",
            },
            "app/soil.py:12",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html",),
)
