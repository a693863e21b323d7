"""A statement took longer than the database or the driver allows.

Tell-tale: "canceling statement due to statement timeout", `QueryCanceledError`, a `TimeoutError`
           below asyncpg.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"canceling statement due to (?:statement timeout|user request)|Query "
            r"execution was interrupted|statement timeout"
        ),
        what="a statement took longer than it may",
        why="the database ended it at its limit",
        mend=(
            (
                "look at its plan: `EXPLAIN ANALYZE`; most often an index is missing "
                "for what it filters or sorts by"
            ),
            "read less at once: page, or do it outside of the request",
        ),
    ),
    Sign(
        types=("TimeoutError", "CancelledError"),
        through=r"asyncpg/(?:connection|protocol|pool|connect_utils)",
        what="the database took longer to answer than the driver waits",
        why="a statement, or the start of a connection, is slow",
        mend=(
            (
                "see whether the server answers at all from here, and how long the "
                "statement takes there"
            ),
            "look at its plan: `EXPLAIN ANALYZE`; a longer wait only hides it",
        ),
    ),
)

FAULT = Fault(
    name="statement-timed-out",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "asyncpg.exceptions.QueryCanceledError: canceling statement due to "
                    "statement timeout"
                ),
                ("/srv/app/report.py", 30, "rows", "await session.execute(query)"),
            )
        ),
        Sample(
            trace(
                "TimeoutError",
                ("/srv/app/report.py", 30, "rows", "await connection.fetch(query)"),
                (
                    "/usr/lib/python3.12/site-packages/asyncpg/connection.py",
                    1864,
                    "_do_execute",
                    "result, stmt = await self._introspect_types()",
                ),
            )
        ),
    ),
)
