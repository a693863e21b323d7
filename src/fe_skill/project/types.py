"""Type annotations as text and as the classes that they name.

Lives here: shown, classes_in, annotated.
"""

from fe_skill.project.interpreter.machine import Machine, options_of
from fe_skill.project.interpreter.values import (
    Class,
    Const,
    Either,
    External,
    Function,
    Instance,
    Made,
    Seq,
    Subscripted,
    Value,
)

_DEEPEST = 8


def shown(value: Value, depth: int = 0) -> str | None:  # noqa: C901, PLR0911 -- one case a kind
    """A type as a reader would write it, or None where it isn't known."""
    if depth > _DEEPEST:
        return "..."
    match value:
        case Class():
            return value.name
        case External():
            return value.name.rpartition(".")[2]
        case Const(value=None):
            return "None"
        case Const(value=str(text)):
            return text
        case Const():
            return repr(value.value)
        case Either():
            parts = [shown(item, depth + 1) or "?" for item in value.items]
            return " | ".join(parts)
        case Subscripted():
            return _subscripted(value, depth)
        case Seq():
            return "[" + ", ".join(shown(item, depth + 1) or "?" for item in value.items) + "]"
        case Function() | Instance() | Made():
            return None
    return None


def _subscripted(value: Subscripted, depth: int) -> str | None:
    base = shown(value.base, depth + 1)
    if base == "Annotated":
        return shown(value.items[0], depth + 1) if value.items else None
    inner = ", ".join(shown(item, depth + 1) or "?" for item in value.items)
    return f"{base}[{inner}]" if base else None


def classes_in(m: Machine, value: Value, depth: int = 0) -> list[Class]:
    """The project's classes that a type names, outermost first."""
    value = m.force(value)
    if depth > _DEEPEST:
        return []
    match value:
        case Class():
            return [value]
        case Either():
            items = value.items
        case Subscripted():
            annotated_type = isinstance(value.base, External) and value.base.name == _ANNOTATED
            items = value.items[:1] if annotated_type else [value.base, *value.items]
        case Seq():
            items = value.items
        case _:
            items = [option for option in options_of(value) if option is not value]
    return [cls for item in items for cls in classes_in(m, item, depth + 1)]


_ANNOTATED = "typing.Annotated"


def annotated(m: Machine, value: Value) -> tuple[Value, list[Value]]:
    """The plain type of an annotation, and everything that `Annotated` adds to it."""
    value = m.force(value)
    extras: list[Value] = []
    for _ in range(_DEEPEST):
        is_annotated = (
            isinstance(value, Subscripted)
            and isinstance(value.base, External)
            and value.base.name == _ANNOTATED
            and value.items
        )
        if not is_annotated or not isinstance(value, Subscripted):
            break
        extras = [m.force(item) for item in value.items[1:]] + extras
        value = m.force(value.items[0])
    return value, extras
