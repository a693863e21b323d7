"""A prepared statement isn't on the connection that it is used on.

A pooler such as PgBouncer in transaction mode gives each transaction another connection; drivers
that prepare statements don't know. After a migration a cached plan may be stale as well.

Tell-tale: "prepared statement ... already exists" or "does not exist",
           `InvalidCachedStatementError`.
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"prepared statement \S+ (?:already exists|does not exist)|pgbouncer "
            r"with pool_mode|cached statement plan is invalid|cached plan must not "
            r"change result type"
        ),
        what=("a prepared statement isn't there, or isn't the one that the driver thinks"),
        why=(
            "a pooler hands each transaction another connection, or the tables "
            "were changed since it was prepared"
        ),
        mend=(
            (
                'asyncpg behind PgBouncer: `connect_args={{"statement_cache_size": 0, '
                '"prepared_statement_name_func": lambda: '
                'f"__asyncpg_{{{{uuid4()}}}}__"}}` and `NullPool`'
            ),
            'psycopg: `connect_args={{"prepare_threshold": None}}`',
            ("after a migration: restart the workers, so that their connections begin anew"),
        ),
    ),
)

FAULT = Fault(
    name="prepared-statement-behind-pooler",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "asyncpg.exceptions.DuplicatePreparedStatementError: prepared "
                'statement "__asyncpg_stmt_1__" already exists'
            )
        ),
    ),
    docs=(
        "https://docs.sqlalchemy.org/en/20/dialects/postgresql.html#prepared-statement-name-with-pgbouncer",
    ),
)
