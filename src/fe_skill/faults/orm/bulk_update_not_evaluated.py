"""A bulk update or delete can't be carried over to the objects in the session.

Tell-tale: "Could not evaluate current criteria in Python".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"Could not evaluate current criteria in Python|Unsupported operator "
            r"for evaluat|Cannot evaluate"
        ),
        what=("a bulk update or delete can't be carried over to the objects in the session"),
        why=(
            "SQLAlchemy looks in Python which loaded objects it touches, and can't "
            "for joins, subqueries and functions"
        ),
        mend=(
            (
                '`.execution_options(synchronize_session="fetch")`; `False` only where '
                "the session forgets its objects afterwards"
            ),
        ),
    ),
)

FAULT = Fault(
    name="bulk-update-not-evaluated",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: Could not evaluate current "
                    "criteria in Python: \"Cannot evaluate Select\". Specify 'fetch' or "
                    "False for the synchronize_session execution option."
                ),
                (
                    "/srv/app/repo.py",
                    8,
                    "close",
                    "await session.execute(update(Item).where(Item.id.in_(subquery)))",
                ),
            )
        ),
    ),
)
