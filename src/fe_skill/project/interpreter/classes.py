"""Classes of the project: their bases, attributes and objects.

Lives here: lineage, external_bases, inherits, class_attribute, instance_attribute.
Does not:   calling them (calls.py).
"""

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    External,
    Function,
    Instance,
    Made,
    Place,
    Subscripted,
    Unknown,
    Value,
)

_DEEPEST = 30
_PROPERTIES = frozenset(
    ("property", "cached_property", "computed_field", "hybrid_property", "classproperty")
)
_SETTINGS = frozenset(("BaseSettings",))


def lineage(m: Machine, cls: Class) -> list[Class | External | Made]:
    """The class and all its bases, depth first, each once."""
    found: list[Class | External | Made] = []
    pending: list[Value] = [cls]
    while pending and len(found) < _DEEPEST:
        value = m.force(pending.pop(0))
        if isinstance(value, Subscripted):
            value = m.force(value.base)
        if isinstance(value, Class) and value not in found:
            m.tasks.looks(value)
            found.append(value)
            pending = [*value.bases, *pending]
        elif isinstance(value, External | Made):
            found.append(value)
    return found


def external_bases(m: Machine, cls: Class) -> list[str]:
    """The names of the bases that other distributions define."""
    return [base.name for base in lineage(m, cls) if not isinstance(base, Class)]


def is_settings(m: Machine, cls: Class) -> bool:
    """Whether its fields come from the environment."""
    return any(name.rpartition(".")[2] in _SETTINGS for name in external_bases(m, cls))


def class_attribute(m: Machine, cls: Class, name: str, after: Class | None = None) -> Value | None:
    """An attribute as the class has it, without binding; `after` starts above a base."""
    skipping = after is not None
    for base in lineage(m, cls):
        if skipping:
            skipping = base is not after
            continue
        if isinstance(base, Class) and name in base.scope.names:
            return m.force(base.scope.names[name])
    return None


def bound(m: Machine, value: Value, owner: Value, cls: Class, place: Place) -> Value:
    """A class attribute as seen on an object or class: methods bound, properties read."""
    if not isinstance(value, Function) or value.owner is None:
        return value
    m.tasks.looks(value)
    if "staticmethod" in value.marks:
        return value
    if "classmethod" in value.marks:
        return Bound(value, cls)
    if isinstance(owner, Class):
        return value
    if _PROPERTIES.intersection(value.marks):
        return m.call(Bound(value, owner), [], {}, place)
    return Bound(value, owner)


def instance_attribute(m: Machine, value: Instance, name: str, place: Place) -> Value:
    """An attribute of an object; a field's default stands in for a value from outside."""
    m.tasks.looks(value)
    found = value.names.get(name)
    if found is not None:
        return m.force(found)
    found = class_attribute(m, value.cls, name)
    if found is None:
        return _dynamic(m, value, name, place)
    found = bound(m, found, value, value.cls, place)
    if isinstance(found, Made):
        found = field_default(m, found, place)
    if isinstance(found, Const) and is_settings(m, value.cls):
        return Const(found.value, assumed=True)
    return found


def field_default(m: Machine, value: Made, place: Place) -> Value:
    """The default inside `Field(...)` or `field(...)`; any other value as it is."""
    if value.name.rpartition(".")[2] not in {"Field", "field"}:
        return value
    default = value.kwargs.get("default") or (value.args[0] if value.args else None)
    if default is not None:
        return m.force(default)
    factory = value.kwargs.get("default_factory")
    if factory is not None:
        return m.call(factory, [], {}, place)
    return Unknown("a field without a default", place)


def _dynamic(m: Machine, value: Instance, name: str, place: Place) -> Value:
    getter = class_attribute(m, value.cls, "__getattr__")
    if isinstance(getter, Function):
        return m.call(Bound(getter, value), [Const(name)], {}, place)
    if name == "__class__":
        return value.cls
    return Unknown(f"`{value.cls.name}.{name}` has no known value", place)
