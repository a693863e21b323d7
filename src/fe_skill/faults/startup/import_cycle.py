"""Modules import each other, and one is used before it is complete.

Tell-tale: "partially initialized module", "most likely due to a circular import".
"""

import re

from fe_skill.faults.case import Case, Spot
from fe_skill.faults.examples import IMPORTED, trace
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Sample

_SIGN = re.compile(r"partially initialized module '([\w.]+)'")


def recognise(case: Case) -> Diagnosis | None:
    raised = case.raised("ImportError", "AttributeError", says=_SIGN.pattern)
    found = _SIGN.search(raised.message) if raised else None
    if found is None:
        return None
    circle = _circle(case, found[1])
    last = circle[-1] if circle else case.spot(raised)
    shown = " -> ".join(spot.path for spot in circle)
    return Diagnosis(
        what=f"`{found[1]}` is imported while it is still being imported itself",
        why=f"the modules import each other: {shown} -> {circle[0].path}" if circle else "a cycle",
        confidence=SURE if circle else CLEAR,
        place=last.place if last else None,
        evidence=tuple(spot.evidence("imports the next") for spot in circle[-4:]),
        mend=(
            "move what both need into a module that imports neither",
            "only for annotations: import it under `if TYPE_CHECKING`; only at a call: inside the "
            "function",
        ),
    )


def _circle(case: Case, module: str) -> list[Spot]:
    """The imports from the module that isn't complete back to it."""
    ending = module.replace(".", "/")
    spots = [spot for spot in case.spots() if spot.function == "<module>"]
    for at, spot in enumerate(spots):
        if spot.path.removesuffix(".py").removesuffix("/__init__").endswith(ending):
            return spots[at:]
    return []


FAULT = Fault(
    name="import-cycle",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            trace(
                "ImportError: cannot import name 'price' from partially initialized module "
                "'app.orders' (most likely due to a circular import) (/srv/app/orders.py)",
                ("/srv/app/main.py", 1, "<module>", "from app.orders import order"),
                IMPORTED,
                ("/srv/app/orders.py", 1, "<module>", "from app.rules import discount"),
                IMPORTED,
                ("/srv/app/rules.py", 1, "<module>", "from app.orders import price"),
            )
        ),
    ),
)
