"""Whether two values mean the same, as far as anybody can tell who holds the one or the other.

Lives here: same.
"""

from dataclasses import fields, is_dataclass

from fe_skill.project.interpreter.values import (
    Class,
    Function,
    Instance,
    Router,
    Scope,
    Value,
)

_DEEPEST = 12


def same(one: object, other: object, depth: int = 0) -> bool:
    """Equal in every part; functions, classes, objects and routers only where they are one."""
    if one is other:
        return True
    if type(one) is not type(other) or depth > _DEEPEST:
        return False
    if isinstance(one, Function | Class | Instance | Router):
        return False
    parts, others = _parts(one), _parts(other)
    if parts is None or others is None:
        return one == other
    return len(parts) == len(others) and all(
        same(a, b, depth + 1) for a, b in zip(parts, others, strict=True)
    )


def _parts(value: object) -> list[object] | None:
    """What a value is made of; None: it is plain."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, Scope):
        return [value.module, value.names, value.outer, value.stars, value.self_value]
    if isinstance(value, Value) and is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return None
