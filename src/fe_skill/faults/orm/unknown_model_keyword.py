"""A model was made with a value that it has no attribute for.

Often a whole schema is handed over (`Model(**body.model_dump())`), and the schema has a field
that the model calls otherwise or doesn't have.

Tell-tale: "'...' is an invalid keyword argument for Model".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Evidence, Fault, Sample
from fe_skill.faults.looking.names import nearest

_SIGN = re.compile(r"'(\w+)' is an invalid keyword argument for (\w+)")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("TypeError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    name, owner = found[1], found[2]
    model = next((m for m in (case.facts.models if case.facts else ()) if m.name == owner), None)
    spots = [spot for spot in case.spots(raised) if not spot.path.startswith("<")]
    dumped = [spot for spot in spots if "model_dump" in spot.code or ".dict(" in spot.code]
    spot = (dumped or spots)[-1] if spots else None
    known = [c.name for c in model.columns] if model else []
    near = nearest(name, known)
    return Diagnosis(
        what=f"`{owner}` has no attribute `{name}`, and one was handed to it",
        why=f"the model calls it `{near}`"
        if near
        else "the values have a name that the model lacks",
        confidence=SURE if spot and model else CLEAR,
        place=spot.place if spot else None,
        evidence=(
            *((spot.evidence("where the values are handed on"),) if spot else ()),
            *((Evidence("the model", model.where.path, model.where.line),) if model else ()),
        ),
        mend=(
            f'leave it out: `model_dump(exclude={{"{name}"}})`, and give what the model has '
            "instead",
            f"or add `{name}` to `{owner}`, with a migration",
        ),
    )


FAULT = Fault(
    name="unknown-model-keyword",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "TypeError: 'password' is an invalid keyword argument for User",
                ("/app/app/users.py", 9, "create", "return User(**body.model_dump())"),
            )
        ),
    ),
)
