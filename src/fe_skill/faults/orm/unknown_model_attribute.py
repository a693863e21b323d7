"""A model was asked for an attribute that it doesn't have.

Tell-tale: "type object 'User' has no attribute", "'User' object has no attribute", "Entity
           namespace for ... has no property", of a mapped class.
"""

import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import MODELS, trace
from fe_skill.faults.fault import CLEAR, LIKELY, SURE, Diagnosis, Edit, Evidence, Fault, Sample
from fe_skill.faults.looking.names import nearest
from fe_skill.faults.reading.reading import Raised
from fe_skill.project.model import Model

_SIGN = re.compile(
    r"(?:type object )?'(\w+)'(?: object)? has no attribute '(\w+)'|"
    r"Entity namespace for \"(\w+)\" has no property \"(\w+)\"|"
    r"Mapped class .{0,40}?(\w+)\(\w*\).{0,20} has no (?:property|attribute) '(\w+)'"
)


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised(
        "AttributeError", "InvalidRequestError", "NoInspectionAvailable", says=_SIGN.pattern
    )
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    owner, name = next(((found[n], found[n + 1]) for n in (1, 3, 5) if found[n]), ("", ""))
    models = case.facts.models if case.facts else ()
    model = next((m for m in models if owner in (m.name, m.table)), None)
    if model is None:
        return None
    spot = _naming(case, raised, name) or case.spot(raised)
    known = [*(c.name for c in model.columns), *(r.name for r in model.relationships)]
    near = nearest(name, known) or next(
        (k for k in known if k.endswith(name) or name.endswith(k)), None
    )
    return Diagnosis(
        what=f"`{model.name}` has no attribute `{name}`",
        why=f"the model calls it `{near}`" if near else "the model has neither column nor property",
        confidence=SURE if near and spot else CLEAR if spot else LIKELY,
        place=spot.place if spot else None,
        evidence=(
            *((spot.evidence("where it is asked for"),) if spot else ()),
            Evidence("the model", model.where.path, model.where.line),
        ),
        mend=(f"write `{near}`" if near else f"add `{name}` to the model, with a migration",),
        edits=_renamed(case, spot, model, name, near) if spot and near else (),
    )


def _naming(case: Case, raised: Raised | None, name: str) -> Spot | None:
    """The innermost line that names it: criteria may only be handed on, as `**criteria`."""
    spots = reversed(case.spots(raised))
    return next((spot for spot in spots if re.search(rf"\b{name}\b", spot.code)), None)


def _renamed(case: Case, spot: Spot, model: Model, name: str, near: str) -> tuple[Edit, ...]:
    module = case.module(spot.path)
    if module is None:
        return ()
    start = module.offset(spot.line)
    line = module.line(spot.line)
    found = (
        re.search(rf"\b{model.name}\.{name}\b", line)
        or re.search(rf"\.{name}\b", line)
        or re.search(rf"\b{name}(?==)", line)
    )
    if found is None:
        return ()
    at = start + found.end() - len(name)
    return (Edit(module.path, at, at + len(name), near),)


FAULT = Fault(
    name="unknown-model-attribute",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "AttributeError: type object 'Team' has no attribute 'names'",
                (
                    "/app/app/filters.py",
                    5,
                    "named",
                    "return select(Team).where(Team.names == name)",
                ),
            ),
            {
                "app/models.py": MODELS,
                "app/filters.py": "from sqlalchemy import select\n\nfrom app.models import Team\n"
                "def named(name):\n    return select(Team).where(Team.names == name)\n",
            },
            "app/filters.py:5",
            mended=True,
        ),
    ),
)
