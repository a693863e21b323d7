"""What calls into well-known libraries hand back, where that is certain.

Lives here: Arguments, what calling a name or a method gives, what is iterated and entered.
Does not:   the project's own functions and classes (program_types.py).
What isn't named here hands back nothing that is known.
"""

from collections.abc import Callable
from typing import Final

from fe_skill.project import program_sql as sql
from fe_skill.project.interpreter.names import canonical
from fe_skill.project.program_values import (
    AWAITABLES,
    BOOL,
    CONTEXT,
    DICT,
    INT,
    LIST,
    MANY,
    NONE,
    SET,
    STR,
    TASK,
    TUPLE,
    Arguments,
    LibraryName,
    Of,
    Routine,
    TheClass,
    Value,
    awaited,
    listed,
    maybe,
    several,
)

_ABOVE: Final = {
    "sqlmodel.Session": sql.SESSION,
    "sqlmodel.orm.session.Session": sql.SESSION,
    "sqlmodel.ext.asyncio.session.AsyncSession": sql.ASYNC_SESSION,
    "sqlalchemy.orm.scoped_session": sql.SESSION,
    "sqlalchemy.ext.asyncio.async_scoped_session": sql.ASYNC_SESSION,
    "fastapi.HTTPException": "starlette.exceptions.HTTPException",
    "pydantic_settings.BaseSettings": "pydantic.BaseModel",
    "sqlmodel.SQLModel": "pydantic.BaseModel",
    "pydantic.RootModel": "pydantic.BaseModel",
    "enum.IntEnum": "enum.Enum",
    "enum.StrEnum": "enum.Enum",
}


def above(name: str) -> tuple[str, ...]:
    """A library class and those above it that matter here."""
    found = [name]
    while found[-1] in _ABOVE:
        found.append(_ABOVE[found[-1]])
    return tuple(found)


def same(name: str, other: str) -> bool:
    """Whether two names are one class's, by whatever way they are imported."""
    return name == other or canonical(name) == canonical(other)


def called(name: str, arguments: Arguments) -> Value | None:
    """What calling a library's function or class hands back."""
    known = _CALLED.get(name)
    if known is not None:
        return known(arguments)
    if sql.kind(name) in sql.CALLED:
        return sql.CALLED[sql.kind(name)](name, arguments)
    return Of(name) if name in _TYPES or looks_like_a_class(name) else None


def looks_like_a_class(name: str) -> bool:
    """By its spelling; what stands in a class, or is all capitals, may be anything."""
    outer, _, last = name.rpartition(".")
    last = last.lstrip("_")
    inside = outer.rpartition(".")[2].lstrip("_")[:1].isupper()
    return last[:1].isupper() and not last.isupper() and not inside


_TYPES: Final = frozenset(
    f"builtins.{name}" for name in ("str", "int", "float", "bool", "bytes", "dict", "object")
)


def method(home: str, name: str, receiver: Of | TheClass, arguments: Arguments) -> Value | None:
    """What calling a method of an object of a library's class hands back."""
    if sql.kind(home) or home in sql.CHAINS:
        found = sql.method(home, name, receiver, arguments)
        if found is not None:
            return found
    if "pydantic" in home or sql.kind(home) == "SQLModel":
        return _pydantic(name, receiver)
    if home.startswith("contextlib.") and name.startswith("enter_"):
        inner = entered(arguments.first())
        return awaited(inner) if name == "enter_async_context" else inner
    return _plain(home, name, receiver.args)


def _plain(home: str, name: str, args: tuple[Value | None, ...]) -> Value | None:
    if home == DICT:
        return _dict(name, args)
    if home == "builtins.str":
        return _STR.get(name)
    if home in MANY and name in {"pop", "copy"}:
        return (args[0] if args else None) if name == "pop" else Of(home, args)
    return None


def _pydantic(name: str, receiver: Of | TheClass) -> Value | None:
    if name in {"model_dump", "dict"}:
        return Of(DICT, (STR, None))
    if name in {"model_dump_json", "json"}:
        return STR
    made = name in {"model_validate", "model_construct", "parse_obj", "from_orm", "validate"}
    if made or name in {"model_validate_json", "parse_raw"}:
        return Of(receiver.name, receiver.args) if isinstance(receiver, TheClass) else None
    if name in {"model_copy", "copy"} and isinstance(receiver, Of):
        return receiver
    return None


def _dict(name: str, args: tuple[Value | None, ...]) -> Value | None:
    key, held = args if len(args) == 2 else (None, None)  # noqa: PLR2004 -- a key and a value
    found: dict[str, Value | None] = {
        "keys": several(key),
        "values": several(held),
        "items": several(Of(TUPLE, (key, held))),
        "copy": Of(DICT, args),
        "get": maybe(held),
    }
    return found.get(name)


_STR: Final[dict[str, Value]] = {
    **dict.fromkeys(
        ("strip", "lstrip", "rstrip", "lower", "upper", "title", "replace", "format", "join",
         "removeprefix", "removesuffix", "capitalize", "zfill", "casefold"), STR,
    ),
    **dict.fromkeys(("split", "rsplit", "splitlines"), listed(STR)),
    **dict.fromkeys(("startswith", "endswith", "isdigit", "isalpha", "isalnum"), BOOL),
    "encode": Of("builtins.bytes"),
}  # fmt: skip


def entered(value: Value | None) -> Value | None:
    """What `with` binds for an object of a library."""
    if not isinstance(value, Of):
        return None
    if value.name.startswith("contextlib.Abstract"):
        return value.args[0] if value.args else None
    if sql.is_session(value.name) or value.name in _ENTER_THEMSELVES:
        return value
    return None


_ENTER_THEMSELVES: Final = frozenset(
    ("httpx.AsyncClient", "httpx.Client", "aiohttp.ClientSession", "requests.Session",
     "asyncio.TaskGroup", "fastapi.testclient.TestClient")
)  # fmt: skip


def iterated(value: Value | None) -> Value | None:
    """What a loop over an object takes from it."""
    if not isinstance(value, Of):
        return None
    args = value.args
    if value.name in MANY or value.name in {sql.SCALARS, sql.ASYNC_SCALARS, DICT}:
        return args[0] if args else None
    if value.name in {sql.RESULT, sql.ASYNC_RESULT}:
        return Of(sql.ROW, args)
    if value.name == sql.QUERY:
        return args[0] if len(args) == 1 else Of(sql.ROW, args)
    if value.name == "builtins.str":
        return STR
    return None


def unpacked(value: Value | None, index: int) -> Value | None:
    """One element of what is unpacked."""
    if isinstance(value, Of) and value.name in {TUPLE, sql.ROW}:
        return value.args[index] if -len(value.args) <= index < len(value.args) else None
    return iterated(value) if isinstance(value, Of) and value.name != DICT else None


def _gathered(kind: str) -> Callable[[Arguments], Value]:
    """What makes a container of all that its argument gives."""

    def made(arguments: Arguments) -> Value:
        inner = iterated(arguments.first())
        return Of(kind) if inner is None else Of(kind, (inner,))

    return made


def _partial(arguments: Arguments) -> Value | None:
    first = arguments.first()
    return first if isinstance(first, Routine | TheClass | LibraryName) else None


def _enumerate(arguments: Arguments) -> Value:
    return several(Of(TUPLE, (INT, iterated(arguments.first()))))


def _zip(arguments: Arguments) -> Value:
    return several(Of(TUPLE, tuple(iterated(value) for value in arguments.positional())))


def _thread(index: int) -> Callable[[Arguments], Value]:
    return lambda arguments: awaited(unawaited(arguments.result(index)))


def unawaited(value: Value | None) -> Value | None:
    """What awaiting gives; None where it isn't awaitable."""
    if isinstance(value, Of) and value.name in AWAITABLES:
        return value.args[0] if value.args else None
    return value


def _same(arguments: Arguments) -> Value | None:
    return arguments.first()


def _task(arguments: Arguments) -> Value | None:
    return Of(TASK, (unawaited(arguments.first()),))


def _class_of(arguments: Arguments) -> Value | None:
    first = arguments.first()
    single = isinstance(first, Of) and len(arguments.positional()) == 1
    return TheClass(first.name, first.args) if single and isinstance(first, Of) else None


_GATHERING: Final = {
    "list": LIST, "sorted": LIST, "set": SET, "frozenset": "builtins.frozenset",
    "tuple": "collections.abc.Sequence", "reversed": "collections.abc.Iterator",
}  # fmt: skip


def _managed(arguments: Arguments) -> Value:
    return Of(CONTEXT, (arguments.first(),))


_CALLED: Final[dict[str, Callable[[Arguments], Value | None]]] = {
    **{f"builtins.{name}": _gathered(kind) for name, kind in _GATHERING.items()},
    **dict.fromkeys(("builtins.len", "builtins.hash"), lambda _a: INT),
    **dict.fromkeys(
        ("builtins.isinstance", "builtins.any", "builtins.all", "builtins.hasattr",
         "builtins.callable", "builtins.issubclass"), lambda _a: BOOL,
    ),
    "builtins.repr": lambda _a: STR,
    "builtins.print": lambda _a: NONE,
    "builtins.range": lambda _a: several(INT),
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.next": lambda arguments: iterated(arguments.first()),
    "builtins.iter": _same,
    "builtins.type": _class_of,
    "functools.partial": _partial,
    "contextlib.nullcontext": _managed,
    "contextlib.closing": _managed,
    "contextlib.aclosing": _managed,
    "asyncio.wait_for": _same,
    "asyncio.shield": _same,
    "asyncio.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.to_thread": _thread(0),
    "anyio.to_thread.run_sync": _thread(0),
    "fastapi.concurrency.run_in_threadpool": _thread(0),
    "starlette.concurrency.run_in_threadpool": _thread(0),
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "logging.getLogger": lambda _a: Of("logging.Logger"),
    "datetime.datetime.now": lambda _a: Of("datetime.datetime"),
    "datetime.datetime.utcnow": lambda _a: Of("datetime.datetime"),
    "uuid.uuid4": lambda _a: Of("uuid.UUID"),
    "re.compile": lambda _a: Of("re.Pattern"),
    "structlog.get_logger": lambda _a: Of("structlog.stdlib.BoundLogger"),
    "structlog.stdlib.get_logger": lambda _a: Of("structlog.stdlib.BoundLogger"),
}  # fmt: skip
