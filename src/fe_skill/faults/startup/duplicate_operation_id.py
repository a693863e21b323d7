"""Two path operations have one operation id.

Tell-tale: "Duplicate Operation ID".
"""

import re

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample

_SIGN = re.compile(r"Duplicate Operation ID ([\w-]+) for function (\w+)(?: at (\S+))?")


def recognise(case: Case) -> Diagnosis | None:
    found = case.says(_SIGN.pattern)
    if found is None:
        return None
    routes = [
        r for r in (case.facts.routes if case.facts else ()) if r.function.endswith(f".{found[2]}")
    ]
    last = routes[-1] if routes else None
    return Diagnosis(
        what=f"two path operations have the operation id `{found[1]}`",
        why="one function is registered twice, or two have one name and path",
        confidence=SURE if last else CLEAR,
        place=Place(last.registered.path, last.registered.line, last.function) if last else None,
        mend=("register it once, or give each registration an `operation_id` of its own",),
    )


FAULT = Fault(
    name="duplicate-operation-id",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample(
            "fastapi/openapi/utils.py:211: UserWarning: Duplicate Operation ID read_items_get for "
            "function read at /app/main.py"
        ),
    ),
)
