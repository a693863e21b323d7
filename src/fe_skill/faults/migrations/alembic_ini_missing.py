"""Alembic doesn't find its configuration.

Tell-tale: "No 'script_location' key found in configuration", "No config file 'alembic.ini'
           found", "Path doesn't exist".
"""

from fe_skill.faults.case import Case
from fe_skill.faults.fault import CLEAR, SURE, Diagnosis, Fault, Place, Sample
from fe_skill.faults.looking.notes import notes

_SIGN = (
    r"No 'script_location' key found|No config file '[^']*' found|No \[alembic\] section|"
    r"Path doesn't exist: '?[\w./-]*(?:alembic|migrations)"
)


def recognise(case: Case) -> Diagnosis | None:
    if not case.says(_SIGN):
        return None
    found = [path for path, _ in notes(case.program)] if case.program else []
    ini = next((path for path in found if path.endswith("alembic.ini")), None)
    nested = ini is not None and "/" in ini
    return Diagnosis(
        what="Alembic doesn't find its configuration",
        why=f"it is in `{ini}`, and Alembic looks in the working directory"
        if nested
        else "the working directory has no alembic.ini with a `script_location` that is there",
        confidence=SURE if ini else CLEAR,
        place=Place(ini, 1, "alembic.ini") if ini else None,
        mend=(
            f"run `alembic -c {ini} ...`, or from that folder"
            if nested
            else "run it where alembic.ini is; its `script_location` names the folder with env.py",
        ),
    )


FAULT = Fault(
    name="alembic-ini-missing",
    explanation=__doc__,
    recognise=recognise,
    samples=(
        Sample("FAILED: No 'script_location' key found in configuration."),
        Sample("FAILED: No config file 'alembic.ini' found, or file has no '[alembic]' section"),
    ),
)
