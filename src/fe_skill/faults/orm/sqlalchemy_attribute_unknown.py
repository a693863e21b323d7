"""SQLAlchemy's objects are asked for what they don't have.

Much went from the engine to the connection with 2.0, and SQLModel's session has names of its
own.

Tell-tale: "'Engine' object has no attribute 'execute'", "'Row' object has no attribute",
           "Neither 'InstrumentedAttribute' object nor 'Comparator' object".
"""

from fe_skill.faults.examples import trace
from fe_skill.faults.fault import Fault, Sample
from fe_skill.faults.looking.signs import Sign, by_signs

_SIGNS = (
    Sign(
        types=("AttributeError",),
        says=r"'(Engine|AsyncEngine|OptionEngine)' object has no attribute '(\w+)'",
        what="`{0}` has no `{1}`",
        why=(
            "since SQLAlchemy 2.0 statements run on a connection or a session; an "
            "`AsyncEngine` gives only asynchronous ones"
        ),
        mend=(
            "`with engine.begin() as connection: connection.execute(...)`",
            (
                "`inspect(engine)` for names of tables; `async_engine.sync_engine` "
                "where a library wants the plain one"
            ),
        ),
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"'(Connection|AsyncConnection|Session|AsyncSession|Select|"
            r"SelectOfScalar|Insert|Update|Delete|Result|CursorResult|ScalarResult|"
            r"AsyncResult|ChunkedIteratorResult|sessionmaker|async_sessionmaker|"
            r"scoped_session|async_scoped_session|MetaData|Table|Column|"
            r"TextClause)' object has no attribute '(?!query\b)(\w+)'"
        ),
        what="`{0}` has no `{1}`",
        why=(
            "it is of another version of SQLAlchemy, of SQLModel's session, or of "
            "the object that this one makes"
        ),
        mend=(
            "`exec` is SQLModel's own session: `from sqlmodel import Session`",
            (
                "`execute(...)` gives a result, `.scalars()` its objects; a session "
                "maker has to be called"
            ),
            "compare with `pip show sqlalchemy`: 1.4 and 2.0 differ",
        ),
        confidence=0.8,
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"(?:'(?:Row|RowMapping|LegacyRow)' object has no attribute|Could not "
            r"locate column in row for column) '(\w+)'|'(?:Row|tuple)' object has "
            r"no attribute '(id|email|name|username|title)'"
        ),
        what="a row was taken for the object in it: it has no `{0}{1}`",
        why="`execute()` gives rows, of which the object is the first column",
        mend=("`.scalars()` or `.scalar_one()` gives the objects themselves",),
        confidence=0.75,
    ),
    Sign(
        types=("AttributeError",),
        says=(
            r"Neither '(\w+)' object nor '\w+' object (?:associated with ([\w.]+) "
            r")?has an attribute '(\w+)'"
        ),
        what="in a statement, `{1}` has no `{2}`",
        why="a relationship isn't a way to the columns of what it leads to",
        mend=(
            (
                "join it, and name the column by its own class: "
                "`select(A).join(A.b).where(B.name == ...)`"
            ),
            "`A.b.has(...)` and `A.b.any(...)` ask of what is related",
        ),
    ),
)

FAULT = Fault(
    name="sqlalchemy-attribute-unknown",
    explanation=__doc__,
    recognise=by_signs(*_SIGNS),
    samples=(
        Sample(
            trace(
                "AttributeError: 'Engine' object has no attribute 'execute'",
                ("/srv/app/db.py", 12, "load", "engine.execute('select 1')"),
            )
        ),
        Sample("AttributeError: 'Session' object has no attribute 'exec'"),
        Sample(
            "AttributeError: Neither 'InstrumentedAttribute' object nor "
            "'Comparator' object associated with Book.author has an attribute "
            "'name'"
        ),
    ),
)
