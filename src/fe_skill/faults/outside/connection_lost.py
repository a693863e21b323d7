"""The connection to the database was closed while it was used.

The server was restarted, a proxy or firewall ended an idle connection, or a connection was
opened before a fork and shared by two processes.

Tell-tale: "server closed the connection unexpectedly", "connection was closed in the middle of
           operation", "MySQL server has gone away", "SSL SYSCALL error".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"server closed the connection unexpectedly|[Cc]onnection was closed in "
            r"the middle of operation|server has gone away|Lost connection to MySQL "
            r"server|SSL SYSCALL error|SSL connection has been closed unexpectedly|"
            r"terminating connection due to|connection (?:already|is) closed|"
            r"underlying connection is closed|[Cc]onnection not open|consuming "
            r"input failed|ConnectionDoesNotExistError|the connection is (?:lost|"
            r"closed)"
        ),
        what="the connection to the database was closed while it was used",
        why=(
            "the server or something on the way ended it; a pool hands such a "
            "connection out unless it looks first"
        ),
        mend=(
            (
                "let the pool look before it hands one out: `create_async_engine(url, "
                "pool_pre_ping=True)`, with `pool_recycle` below the idle limit of "
                "what is between"
            ),
            ("see in the server's log why it closed it: a restart, a limit, an idle timeout"),
            ("with several worker processes: make the engine in each of them, after the fork"),
        ),
    ),
)

FAULT = Fault(
    name="connection-lost",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) server "
                    "closed the connection unexpectedly"
                ),
                ("/srv/app/repo.py", 9, "all", "return session.scalars(query).all()"),
            )
        ),
        Sample(
            trace(
                "asyncpg.exceptions.ConnectionDoesNotExistError: connection was closed "
                "in the middle of operation"
            )
        ),
    ),
    lookalikes=(
        Sample("OSError: Multiple exceptions: [Errno 111] Connect call failed ('127.0.0.1', 5432)"),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/core/pooling.html#dealing-with-disconnects",),
)
