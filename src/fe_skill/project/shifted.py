"""Facts after lines moved and nothing else did.

Lives here: shifted.
Does not:   telling that nothing else did (moved.py, edits.py).

What holds no place of a moved file is the very same object afterwards.
"""

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from fe_skill.project.model import Model, Route, Where
from fe_skill.project.moved import Moved

Moves = Mapping[str, Moved]
_Shift = Callable[[Any, Moves], Any]
_PLACE = re.compile(r"(.*) \((.*):(\d+)\)", re.DOTALL)


def shifted(kind: Any, value: Any, moves: Moves) -> Any:  # noqa: ANN401 -- the caller names the type
    """A value of a type with the places where they are now."""
    shift = _shift(kind)
    return value if shift is None or not moves else shift(value, moves)


@cache
def _shift(kind: Any) -> _Shift | None:  # noqa: ANN401
    """What moves a value of this type, or None: there is no place in it."""
    if kind is Where:
        return _where
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_dataclass(kind)
    if typing.get_origin(kind) is tuple:
        return _of_tuple(typing.get_args(kind))
    if typing.get_origin(kind) is types.UnionType:
        inner = _shift(next(arg for arg in typing.get_args(kind) if arg is not type(None)))
        return inner and (lambda value, moves: None if value is None else inner(value, moves))
    return None


def _where(value: Where, moves: Moves) -> Where:
    moved = moves.get(value.path)
    line = value.line if moved is None else moved.lines.get(value.line, value.line)
    return value if line == value.line else Where(value.path, line)


def _of_tuple(arguments: tuple[Any, ...]) -> _Shift | None:
    """A tuple of any length; those of fixed shapes hold no places."""
    inner = _shift(arguments[0]) if arguments[-1] is ... else None
    if inner is None:
        return None

    def shift(value: Any, moves: Moves) -> Any:  # noqa: ANN401
        found = tuple([inner(item, moves) for item in value])
        return found if any(a is not b for a, b in zip(found, value, strict=True)) else value

    return shift


def _of_dataclass(kind: type) -> _Shift | None:
    hints = typing.get_type_hints(kind)
    shifts = [(field.name, one) for field in fields(kind) if (one := _shift(hints[field.name]))]
    if not shifts:
        return None

    def shift(value: Any, moves: Moves) -> Any:  # noqa: ANN401
        changes = _beside(value, moves)
        for name, one in shifts:
            before = getattr(value, name)
            after = one(before, moves)
            if after is not before:
                changes[name] = after
        return replace(value, **changes) if changes else value

    return shift


def _beside(value: object, moves: Moves) -> dict[str, Any]:
    """The lines that stand in facts as something else than a place."""
    if isinstance(value, Model) and value.where.path in moves:
        ends = moves[value.where.path].ends
        return {"end_line": ends.get(value.where.line, value.end_line)}
    if isinstance(value, Route) and value.shadowed_by is not None:
        found = _PLACE.fullmatch(value.shadowed_by)
        if found is not None and found[2] in moves:
            place = _where(Where(found[2], int(found[3])), moves)
            return {"shadowed_by": f"{found[1]} ({place})"}
    return {}
