"""Rows were read from a result that has none, or has been closed.

Tell-tale: `ResourceClosedError`: "This result object does not return rows", "This Connection is
           closed", "This result object is closed".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("ResourceClosedError", "InterfaceError", "ProgrammingError", "InvalidRequestError"),
        says=(
            r"does not return rows|result object is closed|This Connection is "
            r"closed|This transaction is closed|Cursor is closed|cursor already "
            r"closed|no results to fetch"
        ),
        what="rows were asked of a result that has none or is closed",
        why=(
            "an INSERT or UPDATE gives no rows without `.returning(...)`; a result "
            "ends with its connection and is read once"
        ),
        mend=(
            "`.returning(Model)` where rows are wanted of a write",
            ("read the rows (`.all()`) inside the `async with` that made the result, and once"),
        ),
    ),
)

FAULT = Fault(
    name="result-without-rows",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ResourceClosedError: This result object does not "
                    "return rows. It has been closed automatically."
                ),
                ("/srv/app/repo.py", 8, "save", "rows = result.fetchall()"),
            )
        ),
    ),
)
