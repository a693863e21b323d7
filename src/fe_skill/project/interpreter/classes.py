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


def filled(m: Machine, made: Instance, args: list[Value], kwargs: dict[str, Value]) -> None:
    """What the `__init__` does that a dataclass and its like have without saying so."""
    m.tasks.looks(made.cls)
    known = [base for base in lineage(m, made.cls) if isinstance(base, Class)]
    fields = dict.fromkeys(
        n[2][1] for base in reversed(known) for n in base.node[7] if n[0] == ":" and n[2][0] == "n"
    )
    defaults = {name: class_attribute(m, made.cls, name) for name in fields}
    taken = [name for name, value in defaults.items() if not _left_out(value)]
    made.names.update(zip(taken, args, strict=False))
    made.names.update(kwargs)
    if not any(_names_a_dataclass(how) for base in known for how in base.decorators):
        return
    for name, value in defaults.items():
        if name not in made.names and isinstance(value, Made):
            made.names[name] = field_default(m, value, made.place, made)
    for name in ("__post_init__", "__attrs_post_init__"):
        after = class_attribute(m, made.cls, name)
        if isinstance(after, Function):
            m.call(Bound(after, made), [], {}, made.place)


def _left_out(value: Value | None) -> bool:
    said = value.kwargs.get("init") if isinstance(value, Made) else None
    return isinstance(said, Const) and said.value is False


def _names_a_dataclass(how: Value) -> bool:
    name = how.name if isinstance(how, External | Made) else ""
    return name.rpartition(".")[2] == "dataclass" or name.partition(".")[0] in {"attr", "attrs"}


def field_default(m: Machine, value: Made, place: Place, owner: Value | None = None) -> Value:
    """The default inside `Field(...)`, `field(...)` or `attr.ib(...)`; any other value as it is."""
    if value.name.rpartition(".")[2] not in {"Field", "field", "ib", "attrib"}:
        return value
    default = value.kwargs.get("default") or (value.args[0] if value.args else None)
    if isinstance(default, Made) and default.name.endswith(".Factory") and default.args:
        own = [owner] if owner is not None and "takes_self" in default.kwargs else []
        return m.call(default.args[0], own, {}, place)
    if default is not None:
        return m.force(default)
    factory = value.kwargs.get("default_factory") or value.kwargs.get("factory")
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
