"""The little of Python and its libraries that prefixes, lists and settings are made with.

Lives here: call, call_method, call_made, call_made_method.
Does not:   FastAPI (fastapi.py). A library's name that isn't told here is recorded as Made.
"""

from collections.abc import Callable

from fe_skill.project.interpreter import fastapi
from fe_skill.project.interpreter.expressions import items_of
from fe_skill.project.interpreter.machine import Machine, one_of
from fe_skill.project.interpreter.truth import truth
from fe_skill.project.interpreter.values import (
    Class,
    Const,
    Entry,
    Function,
    Instance,
    Made,
    Module,
    OneOf,
    Partial,
    Place,
    Router,
    Seq,
    Table,
    Unknown,
    Value,
)

Kwargs = dict[str, Value]
_Known = Callable[[Machine, list[Value], Kwargs, Place], Value | None]


def call(m: Machine, name: str, args: list[Value], kwargs: Kwargs, place: Place) -> Value:
    """A call of another distribution's name."""
    made = fastapi.construct(m, name, args, kwargs, place)
    if made is not None:
        return made
    known = _FUNCTIONS.get(name)
    if known is not None:
        found = known(m, args, kwargs, place)
        if found is not None:
            return found
    fastapi.handed_over(m, m.external(name), [*args, *kwargs.values()], place)
    if name.startswith("builtins."):
        return Unknown(f"`{name[9:]}(...)`", place)
    return Made(name, args, kwargs, place)


def call_made(made: Made, args: list[Value], kwargs: Kwargs, place: Place) -> Value:
    """A call of a library's object: `config("PREFIX", default="/api")`."""
    if made.name.endswith((".Config", ".AutoConfig", ".Env", ".RepositoryEnv")):
        return _with_default(args, kwargs)
    return Made(f"{made.name}()", args, kwargs, place, {"<self>": made})


def _with_default(args: list[Value], kwargs: Kwargs) -> Value:
    default = kwargs.get("default") or (args[2] if len(args) > 2 else None)  # noqa: PLR2004
    if isinstance(default, Const):
        return Const(default.value, assumed=True)
    return Unknown("a value from the environment")


def call_made_method(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, made: Made, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> Value:
    """A method of a library's object, recorded with its object."""
    if made.name.endswith(("Env", "Config")) and name in {"str", "bool", "int", "get"}:
        return _with_default(args, kwargs)
    if made.name == "builtins.object":
        return Unknown("an object", place)
    del m
    return Made(f"{made.name}().{name}", args, kwargs, place, {"<self>": made})


def call_method(  # noqa: PLR0917 -- the shape that every call has
    m: Machine, owner: Value, name: str, args: list[Value], kwargs: Kwargs, place: Place
) -> Value:
    """A method of a text, list or dictionary."""
    if isinstance(owner, Const) and isinstance(owner.value, str):
        return _text_method(owner, name, args) or Unknown(f"`.{name}(...)` of a text", place)
    if isinstance(owner, fastapi.Routes):
        return fastapi.routes_method(m, owner, name, args, place)
    if isinstance(owner, Seq):
        return _list_method(m, owner, name, args)
    if isinstance(owner, Table):
        return _dict_method(m, owner, name, args)
    if isinstance(owner, Instance) and name == "__init__":
        m.tasks.mutates(owner)
        owner.names.update(kwargs)
        return Const(None)
    return Unknown(f"`.{name}(...)`", place)


_PLAIN = frozenset(
    [
        "lower",
        "upper",
        "strip",
        "lstrip",
        "rstrip",
        "replace",
        "title",
        "capitalize",
        "removeprefix",
        "removesuffix",
        "startswith",
        "endswith",
        "split",
        "zfill",
        "swapcase",
        "casefold",
    ]
)


def _text_method(owner: Const, name: str, args: list[Value]) -> Value | None:  # noqa: PLR0911 -- one case a kind
    text = str(owner.value)
    values = [arg.value for arg in args if isinstance(arg, Const)]
    if name == "join" and args:
        items = items_of(args[0])
        texts = [i.value for i in items or () if isinstance(i, Const)]
        whole = items is not None and len(texts) == len(items)
        return Const(text.join(map(str, texts))) if whole else None
    if len(values) != len(args):
        return None
    if name == "format" and text.count("{}") == len(values) and text.count("{") == len(values):
        for value in values:
            text = text.replace("{}", str(value), 1)
        return Const(text, owner.assumed)
    if name not in _PLAIN or not all(isinstance(v, str | int | None) for v in values):
        return None
    try:
        result = getattr(text, name)(*values)
    except (TypeError, ValueError, OverflowError, MemoryError):
        return None
    if isinstance(result, list):
        return Seq([Const(item, owner.assumed) for item in result])
    return Const(result, owner.assumed)


def _list_method(m: Machine, owner: Seq, name: str, args: list[Value]) -> Value:
    if name != "copy":
        m.tasks.mutates(owner)
    match name, args:
        case (("append" | "add"), [item]):
            owner.items.append(item)
        case "insert", [_, item]:
            owner.items.append(item)
        case (("extend" | "update"), [other]):
            items = items_of(other)
            owner.items += items or []
            owner.partial |= items is None
        case "copy", []:
            return Seq(list(owner.items), owner.partial)
        case "pop", _ if owner.items:
            return owner.items.pop()
    return Const(None)


def _dict_method(m: Machine, owner: Table, name: str, args: list[Value]) -> Value:  # noqa: C901, PLR0911 -- one case a kind
    match name, args:
        case "items", []:
            pairs: list[Value] = [Seq([k, v], kind="tuple") for k, v in owner.pairs]
            return Seq(pairs, owner.partial)
        case "values", []:
            return Seq([value for _, value in owner.pairs], owner.partial)
        case "keys", []:
            return Seq([key for key, _ in owner.pairs], owner.partial)
        case (("get" | "pop" | "setdefault"), [Const() as key, *rest]):
            for known, value in reversed(owner.pairs):
                if isinstance(known, Const) and known.value == key.value:
                    return value
            if name == "setdefault" and rest:
                m.tasks.mutates(owner)
                owner.pairs.append((key, rest[0]))
            if owner.partial:
                return Unknown("a dictionary that is not wholly known")
            return rest[0] if rest else Const(None)
        case "update", [Table() as other]:
            m.tasks.mutates(owner)
            owner.pairs += other.pairs
            owner.partial |= other.partial
            return Const(None)
        case "copy", []:
            return Table(list(owner.pairs), owner.partial)
    return Unknown(f"`.{name}(...)` of a dictionary")


def _environment(_m: Machine, args: list[Value], kwargs: Kwargs, _place: Place) -> Value | None:
    default = kwargs.get("default") or (args[1] if len(args) > 1 else Const(None))
    return Const(default.value, assumed=True) if isinstance(default, Const) else None


def _decouple(_m: Machine, args: list[Value], kwargs: Kwargs, _place: Place) -> Value | None:
    return _with_default([*args[:1], Const(None), *args[1:]], kwargs)


def _import_module(m: Machine, args: list[Value], kwargs: Kwargs, place: Place) -> Value | None:
    name = args[0] if args else kwargs.get("name")
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return Unknown("a module whose name is computed", place)
    if name.value.startswith("."):
        level = len(name.value) - len(name.value.lstrip("."))
        key = m.relative(level, name.value.lstrip("."), place.path)
    else:
        key = m.absolute(name.value, place.path)
    return Module(key) if key is not None else m.external(name.value)


def _getattr(m: Machine, args: list[Value], _kwargs: Kwargs, place: Place) -> Value | None:
    if len(args) > 1 and isinstance(args[1], Const) and isinstance(args[1].value, str):
        found = m.attribute(args[0], args[1].value, place)
        if isinstance(found, Unknown) and len(args) > 2:  # noqa: PLR2004 -- the default
            return one_of([found, args[2]])
        return found
    if args and isinstance(args[0], Router):
        reason = "a method whose name is computed"
        entry = Entry("opaque", None, args[0], {}, place, m.when, reason=reason)
        m.tasks.enter(args[0], entry)
    return None


def _setattr(m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    names = getattr(args[0], "names", None) if len(args) > 2 else None  # noqa: PLR2004
    if isinstance(names, dict) and isinstance(args[1], Const):
        m.tasks.mutates(args[0])
        names[str(args[1].value)] = args[2]
    return Const(None)


def _hasattr(m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    if len(args) > 1 and isinstance(args[1], Const):
        m.tasks.looks(args[0])
        names = getattr(args[0], "names", None)
        if isinstance(names, dict) and args[1].value in names:
            return Const(value=True)
    return None


def _isinstance(m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    if len(args) < 2:  # noqa: PLR2004
        return None
    value, kind = args[0], getattr(args[1], "name", "")
    if isinstance(value, Router):
        return Const(fastapi.is_kind(m, value, args[1])) if kind else None
    if isinstance(value, Const) and str(kind).startswith("builtins."):
        return Const(type(value.value).__name__ == kind[9:])
    return None


def _text(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    if args and isinstance(args[0], Const):
        return Const(str(args[0].value), args[0].assumed)
    return None


def _bool(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    verdict, assumed = truth(args[0]) if args else (False, False)
    return None if verdict is None else Const(verdict, assumed)


def _list(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    if not args:
        return Seq([])
    items = items_of(args[0])
    return Seq(items) if items is not None else Seq([], partial=True)


def _dict(_m: Machine, args: list[Value], kwargs: Kwargs, _place: Place) -> Value | None:
    pairs: list[tuple[Value, Value]] = [(Const(key), value) for key, value in kwargs.items()]
    if not args:
        return Table(pairs)
    first = args[0]
    if isinstance(first, Table):
        return Table(first.pairs + pairs, first.partial)
    return Table(pairs, partial=True)


def _zip(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    lists = [items_of(arg) for arg in args]
    if any(items is None for items in lists):
        return None
    rows = zip(*(items or [] for items in lists), strict=False)
    return Seq([Seq(list(row), kind="tuple") for row in rows])


def _enumerate(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    items = items_of(args[0]) if args else None
    if items is None:
        return None
    return Seq([Seq([Const(at), item], kind="tuple") for at, item in enumerate(items)])


def _range(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    values = [arg.value for arg in args if isinstance(arg, Const) and type(arg.value) is int]
    if len(values) != len(args) or not values or len(range(*values[:2])) > 100:  # noqa: PLR2004
        return None
    return Seq([Const(value) for value in range(*values[:2])])


def _partial(_m: Machine, args: list[Value], kwargs: Kwargs, _place: Place) -> Value | None:
    return Partial(args[0], args[1:], kwargs) if args else None


def _same(_m: Machine, args: list[Value], kwargs: Kwargs, _place: Place) -> Value | None:
    """A decorator that leaves what it decorates as it was."""
    if args and isinstance(args[0], Function | Class | OneOf | Router):
        return args[0]
    del kwargs
    return None


def _wrapping(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    """`update_wrapper(wrapper, wrapped)`: the wrapper, with the other's signature.

    A wrapper that isn't known does what the other one does, as far as its callers are to know.
    """
    if len(args) < 2:  # noqa: PLR2004
        return None
    if not isinstance(args[0], Function):
        return args[0] if isinstance(args[0], Partial) else args[1]
    args[0].wraps = args[1]
    return args[0]


def _cast(_m: Machine, args: list[Value], _kwargs: Kwargs, _place: Place) -> Value | None:
    return args[1] if len(args) > 1 else None


_FUNCTIONS: dict[str, _Known] = {
    "os.getenv": _environment,
    "os.environ.get": _environment,
    "decouple.config": _decouple,
    "importlib.import_module": _import_module,
    "builtins.getattr": _getattr,
    "builtins.setattr": _setattr,
    "builtins.hasattr": _hasattr,
    "builtins.isinstance": _isinstance,
    "builtins.str": _text,
    "builtins.bool": _bool,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.set": _list,
    "builtins.sorted": _list,
    "builtins.reversed": _list,
    "builtins.dict": _dict,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.range": _range,
    "functools.partial": _partial,
    "functools.update_wrapper": _wrapping,
    "functools.lru_cache": _same,
    "functools.cache": _same,
    "contextlib.asynccontextmanager": _same,
    "contextlib.contextmanager": _same,
    "builtins.staticmethod": _same,
    "builtins.classmethod": _same,
    "builtins.property": _same,
    "typing.cast": _cast,
}
