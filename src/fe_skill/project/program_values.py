"""What an expression can stand for, as far as the source tells.

Lives here: the kinds of value, Type (what questioners see), joined.
Does not:   how a value is found (program_types.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from fe_skill.project.program_parts import Class, Function


@dataclass(frozen=True, slots=True)
class Of:
    """An object of a class: `name` is dotted, `args` are what its generic parameters stand for."""

    name: str
    args: tuple["Value | None", ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TheClass:
    """A class of the project or of a library, itself."""

    name: str
    args: tuple["Value | None", ...] = ()


@dataclass(frozen=True, slots=True)
class Routine:
    """A function of the project, or a method bound to `receiver`."""

    function: "Function"
    receiver: "Of | TheClass | None" = None


@dataclass(frozen=True, slots=True)
class LibraryName:
    """A name in a library: a module, a class or a function, nobody knows which."""

    name: str


@dataclass(frozen=True, slots=True)
class LibraryMethod:
    """An attribute of an object whose class is a library's, or whose bases end in one."""

    receiver: "Of | TheClass"
    home: str
    attribute: str

    @property
    def name(self) -> str:
        """Dotted."""
        return f"{self.home}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class ModuleOf:
    """A module or package of the project, by its path."""

    path: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A type variable that nothing is known for yet."""

    name: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """What `super()` is: the classes of an order of resolution that are left."""

    receiver: Of | TheClass
    classes: tuple["Class | str", ...]


Value = (
    Of | TheClass | Routine | LibraryName | LibraryMethod | ModuleOf | Variable | Several
)  # fmt: skip

NONE: Final = Of("builtins.None")
LIST: Final = "builtins.list"
SET: Final = "builtins.set"
ITERABLE: Final = "collections.abc.Iterable"
TUPLE: Final = "builtins.tuple"
DICT: Final = "builtins.dict"
CONTEXT: Final = "contextlib.AbstractContextManager"
INT: Final = Of("builtins.int")
STR: Final = Of("builtins.str")
BOOL: Final = Of("builtins.bool")
AWAITABLE: Final = "collections.abc.Awaitable"
TASK: Final = "asyncio.Task"
AWAITABLES: Final = frozenset((AWAITABLE, TASK, "asyncio.Future"))
# What has a name and says nothing: no attribute of it is known.
OPAQUE: Final = frozenset(("builtins.None", "builtins.object", "typing.Any"))
# Containers whose only argument is what they hold.
MANY: Final = frozenset(
    (LIST, SET, ITERABLE, "builtins.frozenset", "collections.abc.Sequence",
     "collections.abc.Iterator", "collections.abc.Collection",
     "collections.abc.AsyncIterator", "collections.abc.AsyncIterable", "collections.abc.Set",
     "collections.abc.MutableSequence", "collections.deque", "collections.abc.Generator",
     "collections.abc.AsyncGenerator")
)  # fmt: skip


class Arguments(Protocol):
    """The arguments of a call, each worked out when it is asked for."""

    def first(self) -> Value | None:
        """The first positional one."""

    def positional(self) -> tuple[Value | None, ...]:
        """All positional ones."""

    def keyword(self, name: str) -> Value | None:
        """One by name."""

    def result(self, index: int) -> Value | None:
        """What calling the one at `index` hands back."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression. `many`: a list (or the like) of it; `optional`: or None."""

    name: str
    many: bool = False
    optional: bool = False


def shown(value: Value | None) -> Type | None:
    """A value as questioners see it; only objects have a type."""
    if not isinstance(value, Of) or value.name in OPAQUE:
        return None
    if value.name in MANY and value.args and isinstance(value.args[0], Of):
        held = value.args[0]
        return Type(held.name, many=True, optional=value.optional)
    return Type(value.name, optional=value.optional)


def listed(value: Value | None) -> Of:
    """A list of it."""
    return Of(LIST, (value,))


def several(value: Value | None) -> Of:
    """Something to loop over that gives it; no list."""
    return Of(ITERABLE, (value,))


def awaited(value: Value | None) -> Of:
    """What has to be awaited to become it."""
    return Of(AWAITABLE, (value,))


def maybe(value: Value | None) -> Value | None:
    """It, or None."""
    return replace(value, optional=True) if isinstance(value, Of | Variable) else value


def joined(values: Iterable[Value | None]) -> Value | None:
    """The one value that all of them are, None among them aside; None where they differ."""
    optional = False
    kept: list[Value] = []
    for value in values:
        if value is None:
            return None
        if value == NONE:
            optional = True
            continue
        if isinstance(value, Of | Variable):
            optional = optional or value.optional
            value = replace(value, optional=False)  # noqa: PLW2901 -- told by `optional` instead
        kept.append(value)
    if not kept:
        return NONE if optional else None
    first = _one(kept)
    return maybe(first) if optional else first


def _one(values: list[Value]) -> Value | None:
    """Their common value: an empty list agrees with any list."""
    best = values[0]
    for value in values[1:]:
        if value == best:
            continue
        if not isinstance(value, Of) or not isinstance(best, Of) or value.name != best.name:
            return None
        best = replace(best, args=_held(best.args, value.args))
    return best


def _held(
    mine: tuple[Value | None, ...], theirs: tuple[Value | None, ...]
) -> tuple[Value | None, ...]:
    """What both containers hold; nothing known where they differ, an empty one agrees with all."""
    if not mine or not theirs:
        return mine or theirs
    if len(mine) != len(theirs):
        return ()
    return tuple(joined(pair) for pair in zip(mine, theirs, strict=True))
