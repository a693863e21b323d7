"""The database user may not do this.

Tell-tale: "permission denied for table", `InsufficientPrivilegeError`, "must be owner of",
           "attempt to write a readonly database".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"permission denied (?:for|to) (\w+(?: \w+)?)|must be owner of (?:table|"
            r"schema|sequence|relation)|attempt to write a readonly database|"
            r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE) command denied to user|"
            r"violates row-level security"
        ),
        what="the database user may not do this",
        why=("the role in the URL lacks the right, or the file belongs to another user"),
        mend=(
            (
                "grant the role what the application does: `GRANT ... ON ... TO ...`; "
                "PostgreSQL 15 and later: rights on schema public as well"
            ),
            "SQLite: the file and its folder must be writable by the process' user",
        ),
    ),
)

FAULT = Fault(
    name="database-permission-denied",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "asyncpg.exceptions.InsufficientPrivilegeError: permission denied for "
                    "table orders"
                ),
                ("/srv/app/orders.py", 9, "all", "await session.scalars(query)"),
            )
        ),
        Sample(
            "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) attempt "
            "to write a readonly database"
        ),
    ),
)
