"""The database takes no more connections.

Every process has a pool of its own: workers times pool size must stay below what the server
allows.

Tell-tale: "too many clients already", "remaining connection slots are reserved", "Too many
           connections".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"too many clients already|remaining connection slots are reserved|Too "
            r"many connections|too many connections for (?:role|database)|"
            r"max_client_conn|MaxClientsInSessionMode|max clients reached"
        ),
        what="the database takes no more connections",
        why=(
            "workers, their pools and everything else that connects ask for more "
            "than the server allows"
        ),
        mend=(
            (
                "count: processes x (`pool_size` + `max_overflow`), and the other "
                "clients; stay below `max_connections`"
            ),
            "make one engine in a process, once, not one in each request or task",
            ("many small processes: put a pooler between, and use `NullPool` behind it"),
        ),
    ),
)

FAULT = Fault(
    name="too-many-connections",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                ("asyncpg.exceptions.TooManyConnectionsError: sorry, too many clients already"),
                ("/srv/app/db.py", 12, "get", "async with engine.connect() as connection:"),
            )
        ),
    ),
    lookalikes=(
        Sample(
            "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 "
            "reached, connection timed out, timeout 30.00"
        ),
    ),
)
