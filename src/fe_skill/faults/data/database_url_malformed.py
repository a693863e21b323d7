"""The database URL isn't one that SQLAlchemy or the driver can read.

A scheme that no dialect has (`postgres://`), a password with characters that a URL must escape,
an empty variable, or an option that the driver doesn't take (`sslmode` with asyncpg).

Tell-tale: "Could not parse SQLAlchemy URL", "Can't load plugin: sqlalchemy.dialects",
           "unexpected keyword argument 'sslmode'", "invalid DSN".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=r"Can't load plugin: sqlalchemy\.dialects:([\w.]+)",
        what="no dialect is called `{0}`",
        why=(
            "SQLAlchemy takes dialect and driver from the URL's scheme: "
            "`postgresql+asyncpg`; `postgres` is no name of one"
        ),
        mend=(
            ("write `postgresql+asyncpg://...` (or `postgresql+psycopg://`) where the URL is set"),
            "a dialect of another package: install that package",
        ),
    ),
    Sign(
        types=(
            "ArgumentError",
            "OperationalError",
            "ProgrammingError",
            "ValueError",
            "ClientConfigurationError",
            "TypeError",
        ),
        says=(
            r"Could not parse (?:SQLAlchemy|rfc1738) URL|Expected string or URL "
            r"object, got None|Invalid argument\(s\) '[\w,']+' sent to "
            r"create_engine|invalid connection option|invalid dsn|invalid DSN|"
            r"invalid port component|Port could not be cast to integer"
        ),
        what="the database URL can't be read",
        why=(
            "it is empty, has quotation marks or unescaped characters in it, or an "
            "option that the driver doesn't know"
        ),
        mend=(
            (
                "print what the process really has, without the password: an unset "
                "variable is the most frequent cause"
            ),
            ("escape the password: `urllib.parse.quote_plus`, or build it with `URL.create(...)`"),
        ),
    ),
    Sign(
        types=("InvalidURI", "ConfigurationError"),
        says=(
            r"must be escaped according to RFC 3986|Invalid URI scheme|Empty host|"
            r"The DNS query name does not exist: (\S+)|query string is invalid"
        ),
        what="the URL of MongoDB can't be used: {said}",
        why="it is empty, in quotation marks, has unescaped characters, or names no cluster",
        mend=(
            "print what the process really has, without the password",
            "escape user and password: `urllib.parse.quote_plus`",
        ),
    ),
    Sign(
        says=(
            r"got an unexpected keyword argument '(sslmode|channel_binding|options|"
            r"pgbouncer|schema|check_same_thread|sslrootcert|connect_timeout)'|"
            r"unrecognized configuration parameter \"(sslmode|schema|pgbouncer)\"|"
            r"invalid URI query parameter"
        ),
        what="the driver doesn't know the option `{0}{1}` of the database URL",
        why=("what stands after `?` in the URL is handed to the driver: each has its own options"),
        mend=(
            ("asyncpg: `?ssl=require` in the place of `sslmode`; drop what only libpq knows"),
            "or give it as `connect_args={{...}}` where the engine is made",
        ),
    ),
)

FAULT = Fault(
    name="database-url-malformed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: "
                    "sqlalchemy.dialects:postgres"
                ),
                ("/srv/app/db.py", 5, "<module>", "engine = create_engine(settings.url)"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from "
                    "given URL string"
                ),
                ("/srv/app/db.py", 5, "<module>", "engine = create_engine(settings.url)"),
            )
        ),
        Sample(
            trace(
                "TypeError: connect() got an unexpected keyword argument 'sslmode'",
                ("/srv/app/db.py", 5, "start", "await connection.run_sync(make)"),
            )
        ),
    ),
    lookalikes=(
        Sample("pymongo.errors.ConfigurationError: No default database name defined"),
        Sample(
            "sqlalchemy.exc.InvalidRequestError: The asyncio extension requires an "
            "async driver to be used. The loaded 'psycopg2' is not async."
        ),
    ),
    docs=("https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls",),
)
