"""Facts as JSON and back: data only, checked against the types on the way in.

Lives here: dump, load; to_plain, from_plain for a part of more.
Does not:   where the bytes are kept (cache.py).

A frozen dataclass is the list of its fields' values; a tuple is a list. What doesn't fit the
declared types is refused as a whole, so that a damaged or hostile cache can at worst be ignored.
"""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

_Reader = Callable[[Any], Any]


class MisfitError(ValueError):
    """The data is not what the types say."""


def dump(value: object) -> bytes:
    """A fact, or a tuple of facts, as bytes."""
    return json.dumps(to_plain(value), separators=(",", ":"), ensure_ascii=True).encode()


def load(kind: Any, data: bytes) -> Any:  # noqa: ANN401 -- the caller names the type
    """The facts that `dump` wrote.

    Raises:
        MisfitError: it is not JSON, or doesn't fit the type.
    """
    try:
        return from_plain(kind, json.loads(data))
    except (ValueError, RecursionError) as error:
        raise MisfitError(str(error)) from error


def from_plain(kind: Any, plain: Any) -> Any:  # noqa: ANN401 -- the caller names the type
    """The facts that `to_plain` made lists of.

    Raises:
        MisfitError: it doesn't fit the type.
    """
    try:
        return _reader(kind)(plain)
    except (ValueError, RecursionError, TypeError) as error:
        raise MisfitError(str(error)) from error


def to_plain(value: Any) -> Any:  # noqa: ANN401
    """Facts as JSON carries them: lists, texts, numbers."""
    if is_dataclass(value):
        return [to_plain(getattr(value, field.name)) for field in fields(value)]
    return [to_plain(item) for item in value] if isinstance(value, tuple) else value


@cache
def _reader(kind: Any) -> _Reader:  # noqa: ANN401
    """What turns plain data into a value of this type."""
    origin = typing.get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if origin is types.UnionType:
        inner = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        read = _reader(inner)
        return lambda data: None if data is None else read(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda data: kind(_text(data))
    return _plain_reader(kind)


def _text(data: Any) -> str:  # noqa: ANN401
    if type(data) is not str:
        raise MisfitError(f"{type(data).__name__} where a text belongs")
    return data


def _plain_reader(kind: type) -> _Reader:
    def read(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not kind and not (kind is float and type(data) is int):
            raise MisfitError(f"{type(data).__name__} where {kind.__name__} belongs")
        return data

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    variable = len(arguments) == 2 and arguments[1] is ...  # noqa: PLR2004 -- tuple[X, ...]
    readers = [_reader(argument) for argument in arguments if argument is not ...]

    def read(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not list or (not variable and len(data) != len(readers)):
            raise MisfitError("no list where one belongs")
        if variable:
            one = readers[0]
            return tuple([one(item) for item in data])
        return tuple(one(item) for one, item in zip(readers, data, strict=True))

    return read


def _dataclass_reader(kind: type) -> _Reader:
    hints = typing.get_type_hints(kind)
    readers = [_reader(hints[field.name]) for field in fields(kind)]
    names = [field.name for field in fields(kind)]
    by_name = any(field.kw_only for field in fields(kind))

    def read(data: Any) -> Any:  # noqa: ANN401
        if type(data) is not list or len(data) != len(readers):
            raise MisfitError(f"no {kind.__name__} where one belongs")
        values = [one(item) for one, item in zip(readers, data, strict=True)]
        return kind(**dict(zip(names, values, strict=True))) if by_name else kind(*values)

    return read
