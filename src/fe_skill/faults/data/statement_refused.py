"""SQLAlchemy or the database refuses a statement, in words that no other fault knows.

Tell-tale: an exception of SQLAlchemy or of a driver, raised by it on purpose.
"""

from fe_skill.faults.case import Case
from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Diagnosis, Fault, Sample
from fe_skill.faults.looking.libraries import DATABASES
from fe_skill.faults.looking.refusals import refused, told


def recognise(case: Case) -> Diagnosis | None:
    refusal = refused(case)
    if refusal is None or refusal.library not in DATABASES:
        return None
    if any(part in refusal.inside for part in ("orm/decl_", "orm/mapper")):
        return None
    return told(
        case,
        refusal,
        "the database or SQLAlchemy refuses what it is asked",
        "the message is the database's or the library's own, and names what it can't do",
        (
            "look at the statement and its parameters below the message, and at the line that "
            "runs it",
            "an error code as in `sqlalche.me/e/20/...` leads to a page that explains it",
        ),
    )


FAULT = Fault(
    name="statement-refused",
    explanation=__doc__,
    recognise=recognise,
    general=True,
    last_resort=True,
    samples=(
        Sample(
            trace(
                "sqlalchemy.exc.InvalidRequestError: Query contains no columns with which to "
                "SELECT from.",
                ("/srv/app/repo.py", 9, "all", "session.execute(select())"),
                (
                    "/usr/lib/python3.12/site-packages/sqlalchemy/orm/context.py",
                    1490,
                    "_compile",
                    "raise sa_exc.InvalidRequestError(",
                ),
            )
        ),
    ),
)
