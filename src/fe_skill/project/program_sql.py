"""What SQLAlchemy and SQLModel hand back: sessions, statements, results, queries.

Lives here: kind, CALLED, method, and the names that stand for what has several homes.
Does not:   other libraries (program_library.py), the project's models (link_models.py).
"""

from collections.abc import Callable
from typing import Final

from fe_skill.project.program_values import (
    CONTEXT,
    INT,
    NONE,
    Arguments,
    LibraryName,
    Of,
    TheClass,
    Value,
    Variable,
    awaited,
    listed,
    maybe,
)

SELECT: Final = "sqlalchemy.Select"
RESULT: Final = "sqlalchemy.Result"
SCALARS: Final = "sqlalchemy.ScalarResult"
ASYNC_RESULT: Final = "sqlalchemy.ext.asyncio.AsyncResult"
ASYNC_SCALARS: Final = "sqlalchemy.ext.asyncio.AsyncScalarResult"
ROW: Final = "sqlalchemy.Row"
QUERY: Final = "sqlalchemy.orm.Query"
COLUMN: Final = "sqlalchemy.orm.InstrumentedAttribute"
SESSION: Final = "sqlalchemy.orm.Session"
ASYNC_SESSION: Final = "sqlalchemy.ext.asyncio.AsyncSession"
_SESSIONS: Final = frozenset(("Session", "scoped_session"))
_ASYNC_SESSIONS: Final = frozenset(("AsyncSession", "async_scoped_session"))
_MAKERS: Final = {"sessionmaker": SESSION, "async_sessionmaker": ASYNC_SESSION}


def kind(name: str) -> str:
    """The last part of a name of SQLAlchemy or SQLModel; empty for any other name."""
    root, _, rest = name.partition(".")
    return rest.rpartition(".")[2] if root in {"sqlalchemy", "sqlmodel"} else ""


def _select(_name: str, arguments: Arguments) -> Value:
    return Of(SELECT, tuple(entity(value) for value in arguments.positional()))


def _write(name: str, arguments: Arguments) -> Value:
    del arguments
    home = name.rpartition(".")[0] if ".dialects." in name else "sqlalchemy"
    return Of(f"{home}.{kind(name).capitalize()}")


def _maker(name: str, arguments: Arguments) -> Value:
    made = arguments.keyword("class_")
    session = made.name if isinstance(made, TheClass | LibraryName) else None
    home = name.rpartition(".")[0]
    default = "sqlalchemy.orm.Session" if kind(name) == "sessionmaker" else f"{home}.AsyncSession"
    return Of(f"sqlalchemy.{kind(name)}", (Of(session or default),))


def _scoped(name: str, arguments: Arguments) -> Value | None:
    del name
    maker = arguments.first()
    return maker.args[0] if isinstance(maker, Of) and maker.args else None


def _engine(name: str, arguments: Arguments) -> Value:
    del arguments
    is_async = "async" in name
    return Of("sqlalchemy.ext.asyncio.AsyncEngine" if is_async else "sqlalchemy.Engine")


CALLED: Final[dict[str, Callable[[str, Arguments], Value | None]]] = {
    "select": _select,
    "insert": _write,
    "update": _write,
    "delete": _write,
    "sessionmaker": _maker,
    "async_sessionmaker": _maker,
    "scoped_session": _scoped,
    "async_scoped_session": _scoped,
    "create_engine": _engine,
    "create_async_engine": _engine,
    "declarative_base": lambda _n, _a: Of("sqlalchemy.orm.declarative_base"),
    "aliased": lambda _n, arguments: arguments.first(),
    "text": lambda _n, _a: Of("sqlalchemy.TextClause"),
    "func": lambda _n, _a: None,
}


def entity(value: Value | None) -> Value | None:
    """What a row holds for one argument of a select."""
    if isinstance(value, TheClass):
        generic = value.name.startswith("~")
        return Variable(value.name[1:]) if generic else Of(value.name, value.args)
    if isinstance(value, Of) and value.name == COLUMN:
        return value.args[0]
    return None


def _session(name: str, arguments: Arguments, *, is_async: bool) -> Value | None:
    if name in {"query", "begin", "begin_nested", "add", "add_all", "expunge"}:
        entities = tuple(entity(value) for value in arguments.positional())
        return Of(QUERY, entities) if name == "query" else None
    if name in {"stream", "stream_scalars"}:
        rows = _rows(arguments.first())
        scalars = name == "stream_scalars"
        return awaited(Of(ASYNC_SCALARS, rows[:1]) if scalars else Of(ASYNC_RESULT, rows))
    found = _session_now(name, arguments)
    return awaited(found) if is_async else found


def _session_now(name: str, arguments: Arguments) -> Value | None:
    if name in {"get", "get_one"}:
        found = entity(arguments.first())
        return maybe(found) if name == "get" else found
    if name == "merge":
        return arguments.first()
    if name in {"execute", "scalars", "scalar", "exec"}:
        return _executed(name, arguments.first())
    without = {"commit", "rollback", "flush", "refresh", "delete", "close", "expire"}
    return NONE if name in without else None


def _executed(name: str, statement: Value | None) -> Value | None:
    rows = _rows(statement)
    if name == "scalar":
        return maybe(rows[0]) if rows else None
    if name == "exec":  # SQLModel's: scalars for a select of one entity
        what = kind(statement.name) if isinstance(statement, Of) else ""
        if what not in _STATEMENTS or (what == "Select" and not rows):
            return None
        name = "scalars" if what == "Select" and len(rows) == 1 else "execute"
    return Of(SCALARS, rows[:1]) if name == "scalars" else Of(RESULT, rows)


def _rows(statement: Value | None) -> tuple[Value | None, ...]:
    known = isinstance(statement, Of) and kind(statement.name) in _STATEMENTS
    return statement.args if known and isinstance(statement, Of) else ()


def _selected(name: str, args: tuple[Value | None, ...], receiver: Of | TheClass) -> Value | None:
    del args
    if name in {"with_only_columns", "add_columns", "subquery", "scalar_subquery", "cte", "alias"}:
        return None
    return None if name in {"exists", "union", "union_all", "compile"} else _as_object(receiver)


def _as_object(receiver: Of | TheClass) -> Value | None:
    return receiver if isinstance(receiver, Of) else None


def _result(name: str, args: tuple[Value | None, ...], receiver: Of | TheClass) -> Value | None:
    first = args[0] if args else None
    row = Of(ROW, args)
    found: dict[str, Value | None] = {
        "scalars": Of(SCALARS, args[:1]),
        "scalar_one": first,
        "scalar_one_or_none": maybe(first),
        "scalar": maybe(first),
        "one": row,
        "first": maybe(row),
        "one_or_none": maybe(row),
        "fetchone": maybe(row),
        "all": listed(row),
        "fetchall": listed(row),
        "fetchmany": listed(row),
        "unique": _as_object(receiver),
    }
    return found.get(name)


def _scalars(name: str, args: tuple[Value | None, ...], receiver: Of | TheClass) -> Value | None:
    first = args[0] if args else None
    found: dict[str, Value | None] = {
        "one": first,
        "first": maybe(first),
        "one_or_none": maybe(first),
        "all": listed(first),
        "fetchall": listed(first),
        "fetchmany": listed(first),
        "unique": _as_object(receiver),
    }
    return found.get(name)


def _later(
    now: Callable[[str, tuple[Value | None, ...], Of | TheClass], Value | None],
) -> Callable[[str, tuple[Value | None, ...], Of | TheClass], Value | None]:
    """The same on a stream, whose terminals are awaited."""

    def answer(name: str, args: tuple[Value | None, ...], receiver: Of | TheClass) -> Value | None:
        if name == "scalars":
            return Of(ASYNC_SCALARS, args[:1])
        found = now(name, args, receiver)
        return found if name == "unique" else awaited(found)

    return answer


def _query(name: str, args: tuple[Value | None, ...], receiver: Of | TheClass) -> Value | None:
    row = args[0] if len(args) == 1 else Of(ROW, args)
    if name in {"all", "first", "one", "one_or_none", "get", "count", "scalar"}:
        found: dict[str, Value | None] = {
            "all": listed(row),
            "first": maybe(row),
            "one": row,
            "one_or_none": maybe(row),
            "get": maybe(row),
            "count": INT,
        }
        return found.get(name)
    changed = {"with_entities", "add_columns", "add_entity", "subquery", "exists", "delete"}
    return None if name in changed or name in {"update", "values"} else _as_object(receiver)


_STATEMENTS: Final = frozenset(("Select", "Insert", "Update", "Delete"))
CHAINS: Final = {
    SELECT: _selected,
    RESULT: _result,
    SCALARS: _scalars,
    ASYNC_RESULT: _later(_result),
    ASYNC_SCALARS: _later(_scalars),
    QUERY: _query,
}


def is_session(name: str) -> bool:
    """Whether a library class is a session, of either kind."""
    return kind(name) in _SESSIONS | _ASYNC_SESSIONS


def method(home: str, name: str, receiver: Of | TheClass, arguments: Arguments) -> Value | None:
    """What calling a method of an object of such a class hands back."""
    what, args = kind(home), receiver.args
    if is_session(home):
        return _session(name, arguments, is_async=what in _ASYNC_SESSIONS)
    if home in CHAINS:
        return CHAINS[home](name, args, receiver)
    if what in _STATEMENTS:
        rows = tuple(entity(value) for value in arguments.positional())
        return Of(home, rows) if name == "returning" else _as_object(receiver)
    if what in _MAKERS and name == "begin":
        return Of(CONTEXT, args[:1])
    if what in {"Engine", "AsyncEngine"} and name in {"connect", "begin"}:
        prefix = "ext.asyncio.Async" if what == "AsyncEngine" else ""
        return Of(CONTEXT, (Of(f"sqlalchemy.{prefix}Connection"),))
    return None
