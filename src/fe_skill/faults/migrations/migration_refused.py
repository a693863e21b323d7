"""Alembic refuses a command, in words that no other fault knows.

Tell-tale: `CommandError`, or an exception from inside Alembic.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Diagnosis, Fault, Sample
from fe_skill.faults.looking.refusals import refused, told


def recognise(case: Case) -> Diagnosis | None:
    refusal = refused(case)
    if refusal is None or refusal.library != "alembic":
        return None
    return told(
        case,
        refusal,
        "Alembic refuses the command",
        "its arguments, its configuration or the revision files don't allow it",
        (
            "compare the command with `alembic history` and `alembic current`, and the ini file "
            "with env.py",
        ),
    )


FAULT = Fault(
    name="migration-refused",
    explanation=__doc__,
    recognise=recognise,
    general=True,
    last_resort=True,
    samples=(
        Sample(
            trace(
                "alembic.util.exc.CommandError: Directory migrations already exists and is not "
                "empty",
                (
                    "/usr/lib/python3.12/site-packages/alembic/command.py",
                    70,
                    "init",
                    "raise util.CommandError(",
                ),
            )
        ),
    ),
)
