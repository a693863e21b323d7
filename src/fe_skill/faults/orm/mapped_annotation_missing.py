"""An attribute of a model has an annotation that SQLAlchemy can't make a column of.

Either `Mapped[...]` is missing around it, or the type inside has no column type of its own.

Tell-tale: `MappedAnnotationError`, "can't be correctly interpreted", "Could not locate
           SQLAlchemy Core type".
"""

import ast
import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Sample
from fe_skill.faults.looking.source import attribute_of, placed
from fe_skill.faults.mending import around, imported
from fe_skill.syntax.module import SourceModule

_PLAIN = re.compile(r'[Tt]ype annotation for "(\w+)\.(\w+)" can\'t be correctly interpreted')
_TYPE = re.compile(
    r"Could not locate SQLAlchemy Core type (?:when resolving )?for Python type (?:indicated by )?"
    r"['<](.{1,200}?)['>] inside the Mapped\[\] annotation for the '(\w+)' attribute"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "MappedAnnotationError", "ArgumentError", says="can't be correctly interp|Core type"
    )
    if raised is None:
        return None
    plain, typed = _PLAIN.search(raised.message), _TYPE.search(raised.message)
    spot = case.spot(raised)
    name = plain[2] if plain else typed[2] if typed else ""
    owner = plain[1] if plain else _class_at(spot.code if spot else "")
    found = attribute_of(case, owner, name)
    place = placed(*found, f"{owner}.{name}") if found else spot.place if spot else None
    return Diagnosis(
        what=f"`{owner}.{name}` is annotated without `Mapped[...]`"
        if plain
        else f"no column type is known for `{typed[1] if typed else 'the annotation'}`",
        why="a mapped attribute says so in its annotation"
        if plain
        else "SQLAlchemy maps plain types by itself, and no others",
        confidence=SURE if found else CLEAR,
        place=place,
        evidence=(spot.evidence("the class"),) if spot else (),
        mend=("put `Mapped[...]` around the annotation",)
        if plain
        else ("name the column's type: `mapped_column(JSON)`, `ARRAY(String)`, `Enum(...)`",),
        edits=_mapped(*found) if plain and found else (),
        safe=True,
    )


def _class_at(code: str) -> str:
    found = re.match(r"class (\w+)", code)
    return found[1] if found else ""


def _mapped(module: SourceModule, node: ast.AnnAssign | ast.Assign) -> tuple[Edit, ...]:
    if not isinstance(node, ast.AnnAssign) or "Mapped[" in module.segment(node.annotation):
        return ()
    wrapped = around(module, node.annotation, "Mapped[", "]")
    return (*wrapped, *imported(module, "sqlalchemy.orm", "Mapped"))


_MODEL = """\
from app.base import Base
from sqlalchemy.orm import mapped_column


class Item(Base):
    __tablename__ = "items"
    name: str = mapped_column()
"""

FAULT = Fault(
    name="mapped-annotation-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                'sqlalchemy.orm.exc.MappedAnnotationError: Type annotation for "Item.name" '
                "can't be "
                "correctly interpreted for Annotated Declarative Table form.",
                ("/app/app/items.py", 5, "<module>", "class Item(Base):"),
            ),
            {"app/items.py": _MODEL},
            "app/items.py:7",
            mended=True,
        ),
    ),
)
