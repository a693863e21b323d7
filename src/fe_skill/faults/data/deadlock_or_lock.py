"""Two transactions waited for one another's rows, or one for too long.

Tell-tale: "deadlock detected", "could not serialize access", "Lock wait timeout exceeded",
           `LockNotAvailable`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"deadlock detected|Deadlock found|could not serialize access|Lock wait "
            r"timeout exceeded|canceling statement due to lock timeout|could not "
            r"obtain lock on"
        ),
        what="two transactions were in each other's way, and the database ended one",
        why="they took the same rows in another order, or one held them for long",
        mend=(
            (
                "take rows in one order everywhere, e.g. by their key: "
                "`.order_by(Model.id).with_for_update()`"
            ),
            ("keep transactions short: nothing slow between the first write and the commit"),
            (
                "run the whole transaction again when it was chosen to fail: that is "
                "what these errors ask for"
            ),
        ),
    ),
)

FAULT = Fault(
    name="deadlock-or-lock",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.DBAPIError: (asyncpg.exceptions.DeadlockDetectedError) "
                    "deadlock detected"
                ),
                ("/srv/app/stock.py", 30, "move", "await session.flush()"),
            )
        ),
    ),
    lookalikes=(
        Sample("sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked"),
    ),
)
