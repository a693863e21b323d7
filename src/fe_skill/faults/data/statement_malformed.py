"""The database doesn't understand a statement.

Its syntax, a name or a function in it, or the types that it compares.

Tell-tale: `ProgrammingError` with "syntax error at or near", "operator does not exist", "must
           appear in the GROUP BY clause", "ambiguous".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        says=(
            r"operator does not exist: ([^\n]+)|could not determine data type of "
            r"parameter (\$\d+)|(?:UNION|CASE) types [^\n]+ cannot be matched|"
            r"argument of \w+ must be type \w+"
        ),
        what="a statement compares or joins types that don't go together: {0}{1}",
        why="PostgreSQL converts nothing by itself: text is no number, and no enum",
        mend=("give the value the type of the column, or `cast(value, Column.type)`",),
    ),
    Sign(
        says=r"function ([\w.]+)\([^)]*\) does not exist|no such function: (\w+)",
        what="the database has no function `{0}{1}`",
        why="its name, its arguments' types, or an extension that isn't there",
        mend=(
            "`CREATE EXTENSION ...` in a revision, if an extension brings it",
            ("compare the types of the arguments; SQLite has fewer functions than PostgreSQL"),
        ),
    ),
    Sign(
        says=(
            r"must appear in the GROUP BY clause|ambiguous column name|column "
            r"reference \S+ is ambiguous|for SELECT DISTINCT, ORDER BY expressions|"
            r"subquery must return only one column|more than one row returned by a "
            r"subquery|aggregate functions are not allowed"
        ),
        what="the database refuses the form of a statement",
        why="what is grouped, sorted or compared isn't unambiguous",
        mend=(
            ("group by every selected column that isn't aggregated; name the table of each column"),
            "a subquery for one value: `.limit(1).scalar_subquery()`",
        ),
    ),
    Sign(
        says=(
            r"syntax error at or near \"?([^\"\n]+)\"?|near \"([^\"]+)\": syntax "
            r"error|You have an error in your SQL syntax|unterminated quoted|"
            r"unrecognized token"
        ),
        what="the database can't read a statement: near `{0}{1}`",
        why=(
            "a reserved word as a name, a placeholder of another driver, or text "
            "that was put together by hand"
        ),
        mend=(
            "quote or rename what is a reserved word; SQLAlchemy's constructs do it",
            (
                "hand values over as parameters (`:name` in `text()`), never as parts "
                "of the statement"
            ),
        ),
    ),
    Sign(
        says=(
            r"(?:bind message supplies|the server expects) \d+|Incorrect number of bindings "
            r"supplied|A value is required for bind parameter '(\w+)'|doesn't "
            r"define a bound parameter named '?(\w+)"
        ),
        what="a statement's parameters aren't those that it names {0}{1}",
        why=(
            "placeholders and values differ in number or in name, or are written for another driver"
        ),
        mend=(
            (
                '`text("... :name")` with `{{"name": value}}`; asyncpg alone writes '
                "`$1`, psycopg `%s`, sqlite3 `?`"
            ),
        ),
    ),
    Sign(
        says=r"[Nn]ot all arguments converted during (?:string|bytes) formatting",
        through=r"psycopg|MySQLdb|pymysql|aiomysql|mysql/connector|cursors?\.py|execute\(",
        what="a statement's parameters aren't those that it names",
        why="these drivers write `%s` for each value, and take the values as a tuple or a dict",
        mend=("`%s` for each, and `(value,)` for a single one; SQLAlchemy's `text()` has `:name`",),
    ),
)

FAULT = Fault(
    name="statement-malformed",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                (
                    "sqlalchemy.exc.ProgrammingError: "
                    "(asyncpg.exceptions.UndefinedFunctionError) operator does not exist: "
                    "character varying = integer"
                ),
                ("/srv/app/repo.py", 8, "get", "await session.scalar(query)"),
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) near "
                    '"order": syntax error'
                ),
                ("/srv/app/repo.py", 8, "get", "await session.execute(text(sql))"),
            )
        ),
        Sample(
            trace(
                "sqlalchemy.exc.ProgrammingError: "
                "(asyncpg.exceptions.UndefinedFunctionError) function "
                "uuid_generate_v4() does not exist"
            )
        ),
        Sample(
            trace(
                (
                    "sqlalchemy.exc.StatementError: (sqlalchemy.exc.InvalidRequestError) A "
                    "value is required for bind parameter 'name'"
                ),
                ("/srv/app/repo.py", 8, "get", "await session.execute(text(sql))"),
            )
        ),
    ),
)
