"""A row that was to be changed or read again is gone, or was changed by another.

Tell-tale: `StaleDataError` "expected to update 1 row(s); 0 were matched", `ObjectDeletedError`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("StaleDataError",),
        what=("a row that was to be changed isn't there any more, or has another version"),
        why=(
            "another transaction deleted or changed it between the read and the "
            "flush, or its key isn't the table's"
        ),
        mend=(
            "answer 409, and let the caller read it again",
            "lock what is going to be written: `select(...).with_for_update()`",
            (
                "one of several rows with the same key: the mapped primary key isn't "
                "unique in the table"
            ),
        ),
    ),
    Sign(
        types=("ObjectDeletedError",),
        what="an object was read again after its row was deleted",
        why="a commit expired it, and its row is gone",
        mend=(
            "keep what is still needed before the delete",
            "don't refresh or answer with an object that was deleted",
        ),
    ),
    Sign(
        types=("InvalidRequestError",),
        says=r"Could not refresh instance",
        what="an object was to be read again, and its row isn't there",
        why=("its insert was never flushed or was rolled back, or the row was deleted"),
        mend=(
            "commit or flush before `refresh`, on the same session",
            ("see whether the row is written at all: an earlier error may have been swallowed"),
        ),
    ),
)

FAULT = Fault(
    name="row-changed-meanwhile",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.orm.exc.StaleDataError: UPDATE statement on table 'orders' "
                    "expected to update 1 row(s); 0 were matched."
                ),
                ("/srv/app/orders.py", 9, "save", "await session.commit()"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.InvalidRequestError: Could not refresh instance "
                    "'<Order at 0x7f00>'"
                ),
                ("/srv/app/orders.py", 9, "save", "await session.refresh(order)"),
            )
        ),
    ),
)
