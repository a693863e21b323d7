"""A plain property of a model stands in a query.

On the class it is the property itself, which no operator knows; a `hybrid_property` is an
expression there.

Tell-tale: "not supported between instances of 'property' and ...", "'property' object".
"""

import ast
from collections.abc import Iterator

from fe_skill.faults.case import Case, Spot, functions_of
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import SURE, Diagnosis, Fault, Sample
from fe_skill.faults.looking.source import class_named, placed
from fe_skill.faults.mending import imported, replaced
from fe_skill.syntax.module import Function, SourceModule

_SIGN = r"'property' and|and 'property'|'property' object|type 'property'|got <property object"


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", "AttributeError", "ArgumentError", says=_SIGN)
    spot = case.spot(raised) if raised else None
    found = next(_read(case, spot), None) if spot else None
    if found is None or spot is None:
        return None
    module, function = found
    decorator = next(d for d in function.decorator_list if module.segment(d) == "property")
    return Diagnosis(
        what=f"`{function.name}` is a plain property, and stands in a query",
        why="a property works on objects; a query is made of what the class has",
        confidence=SURE,
        place=placed(module, function, function.name),
        evidence=(spot.evidence("the query"),),
        mend=(
            "make it a `hybrid_property`; give it an `.expression` where the two differ",
            "or write the condition with the columns themselves",
        ),
        edits=(
            replaced(module, decorator, "hybrid_property"),
            *imported(module, "sqlalchemy.ext.hybrid", "hybrid_property"),
        ),
    )


def _read(case: Case, spot: Spot) -> Iterator[tuple[SourceModule, Function]]:
    """The properties of models that the statement reads from their class."""
    statement = case.statement_at(spot)
    models = {one.name for one in (case.facts.models if case.facts else ())}
    for node in ast.walk(statement) if statement else ():
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        found = class_named(case, node.value.id) if node.value.id in models else None
        for function in functions_of(found[0]) if found else ():
            decorators = [found[0].segment(one) for one in function.decorator_list] if found else []
            own = found and found[0].class_of(function) is found[1]
            if found and own and function.name == node.attr and "property" in decorators:
                yield found[0], function


_MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Bottle(Base):
    __tablename__ = "bottle"
    id: Mapped[int] = mapped_column(primary_key=True)

    @property
    def age(self) -> int:
        return 2026 - self.id
"""
_FIND = """\
from sqlalchemy import select

from app.models import Bottle

old = select(Bottle).where(Bottle.age > 10)
"""

FAULT = Fault(
    name="property-in-a-query",
    explanation=__doc__,
    recognise=recognise,
    explains=("value-of-wrong-kind",),
    samples=(
        Sample(
            trace(
                "TypeError: '>' not supported between instances of 'property' and 'int'",
                ("/srv/app/find.py", 5, "<module>", "old = select(Bottle).where(Bottle.age > 10)"),
            ),
            {"app/models.py": _MODELS, "app/find.py": _FIND},
            "app/models.py:13",
            mended=True,
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/orm/extensions/hybrid.html",),
)
