"""`back_populates` names a relationship that the other model doesn't have.

Tell-tale: "Mapper '...' has no property '...'".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Edit, Fault, Place, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.project.model import Model, Relationship

_SIGN = re.compile(r"Mapper\[(\w+)\(\w*\)\]' has no property '(\w+)'")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("InvalidRequestError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    target, name = found[1], found[2]
    pair = _declared(case, target, name)
    other = next((m for m in (case.facts.models if case.facts else ()) if m.name == target), None)
    right = _right(other, pair) if other and pair else None
    place = (
        Place(pair[1].where.path, pair[1].where.line, f"{pair[0].name}.{pair[1].name}")
        if pair
        else None
    )
    spot = case.spot(raised)
    return Diagnosis(
        what=f"`back_populates` names `{name}`, which `{target}` doesn't have",
        why="both sides of a relationship have to name one another",
        confidence=SURE if place else CLEAR,
        place=place or (spot.place if spot else None),
        mend=(
            f'write `back_populates="{right}"`' if right else f"name what `{target}` calls it",
            f"or add the relationship `{name}` to `{target}`",
        ),
        edits=_renamed(case, pair[1], name, right) if pair and right else (),
        safe=True,
    )


def _declared(case: Case, target: str, name: str) -> tuple[Model, Relationship] | None:
    for model in case.facts.models if case.facts else ():
        for one in model.relationships:
            if one.back == name and one.target in (target, None):
                return model, one
    return None


def _right(other: Model, pair: tuple[Model, Relationship]) -> str | None:
    """The relationship that points back, where there is one alone."""
    back = [one.name for one in other.relationships if one.target == pair[0].name]
    return back[0] if len(back) == 1 else nearest(pair[1].back or "", back)


def _renamed(case: Case, relation: Relationship, old: str, new: str) -> tuple[Edit, ...]:
    module = case.module(relation.where.path)
    start = module.offset(relation.where.line) if module else 0
    found = re.compile(rf"(?<=['\"]){old}(?=['\"])").search(module.text, start) if module else None
    return (Edit(relation.where.path, found.start(), found.end(), new),) if found else ()


_BROKEN = MODELS.replace(
    'team: Mapped[Team] = relationship(back_populates="members")',
    'team: Mapped[Team] = relationship(back_populates="member")',
)

FAULT = Fault(
    name="back-populates-names-nothing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Mapper 'Mapper[Team(teams)]' has no property "
                "'member'.  If this property was indicated from other mappers or configure events, "
                "ensure registry.configure() has been called.",
                ("/app/app/main.py", 9, "count", "return session.scalar(select(Member))"),
            ),
            {"app/models.py": _BROKEN},
            "app/models.py:21",
            mended=True,
        ),
    ),
)
