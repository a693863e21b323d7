"""What a name can stand for while application-building code is followed.

Lives here: the values.
Does not:   how they come about (expressions.py, calls.py, fastapi.py).

Values have identity, as Python's have: a router that is included twice is one Router. `task` and
`by` tell which run made a value or an entry (tasks.py).
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from fe_skill.project.lower import Node


class Place(NamedTuple):
    """A line of a file."""

    path: str
    line: int


class Value:
    """Anything at all."""

    __slots__ = ()


@dataclass(eq=False, slots=True)
class Const(Value):
    """A literal. `assumed`: it is a default that the environment may override."""

    value: str | int | float | bool | None
    assumed: bool = False


@dataclass(eq=False, slots=True)
class Seq(Value):
    """A list, tuple or set. `partial`: there may be items that are not known."""

    items: list[Value]
    partial: bool = False
    kind: str = "list"
    task: str = ""


@dataclass(eq=False, slots=True)
class Table(Value):
    """A dictionary, its keys as they came."""

    pairs: list[tuple[Value, Value]]
    partial: bool = False
    task: str = ""


@dataclass(eq=False, slots=True)
class Unknown(Value):
    """What can't be told, and why."""

    reason: str
    place: Place | None = None


@dataclass(eq=False, slots=True)
class OneOf(Value):
    """One of several, depending on a condition that can't be decided."""

    options: tuple[Value, ...]


@dataclass(eq=False, slots=True)
class Lazy(Value):
    """A name of a module that has not been looked up yet."""

    module: str
    name: str


@dataclass(eq=False, slots=True)
class Module(Value):
    """A module of the project, by its path."""

    key: str


@dataclass(eq=False, slots=True)
class External(Value):
    """A name of another distribution, dotted and canonical (names.py)."""

    name: str


@dataclass(eq=False, slots=True)
class Made(Value):
    """What a call of an external name returned: `External("sqlalchemy.select")(...)`."""

    name: str
    args: list[Value]
    kwargs: dict[str, Value]
    place: Place
    names: dict[str, Value] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Subscripted(Value):
    """A type with arguments: `Annotated[...]`, `list[...]`, `Mapped[...]`."""

    base: Value
    items: list[Value]


@dataclass(eq=False, slots=True)
class Either(Value):
    """A union type: `A | B`."""

    items: list[Value]


@dataclass(eq=False)
class Scope:
    """The names of a module, class or call. Only functions see their enclosing scope's names."""

    module: str
    names: dict[str, Value]
    outer: "Scope | None" = None
    stars: list[str] = field(default_factory=list)
    owner: "Class | None" = None
    self_value: Value | None = None
    is_class: bool = False


@dataclass(eq=False, slots=True)
class Function(Value):
    """A function of the project with the names it closes over."""

    node: Node
    module: str
    scope: Scope
    qualname: str
    owner: "Class | None" = None
    marks: list[str] = field(default_factory=list)
    wrapped_by: list[Value] = field(default_factory=list)
    wraps: Value | None = None
    task: str = ""

    @property
    def name(self) -> str:
        """Its own name, or `<lambda>`."""
        return str(self.node[1]) if self.node[0] == "def" else "<lambda>"

    @property
    def place(self) -> Place:
        """Where it is defined."""
        return Place(self.module, self.node[2] if self.node[0] == "def" else self.node[3])

    @property
    def parameters(self) -> list[Node]:
        """Its parameters, as lower.py has them."""
        found: list[Node] = self.node[6] if self.node[0] == "def" else self.node[1]
        return found


@dataclass(eq=False, slots=True)
class Class(Value):
    """A class of the project."""

    node: Node
    module: str
    qualname: str
    bases: list[Value]
    keywords: dict[str, Value]
    scope: Scope
    decorators: list[Value] = field(default_factory=list)
    task: str = ""

    @property
    def name(self) -> str:
        """Its own name."""
        return str(self.node[1])

    @property
    def place(self) -> Place:
        """Where it is defined."""
        return Place(self.module, self.node[2])


@dataclass(eq=False, slots=True)
class Instance(Value):
    """An object of a class of the project."""

    cls: Class
    names: dict[str, Value]
    place: Place
    args: list[Value] = field(default_factory=list)
    kwargs: dict[str, Value] = field(default_factory=dict)
    task: str = ""


@dataclass(eq=False, slots=True)
class Bound(Value):
    """A method of the project with its object."""

    function: Function
    self_value: Value


@dataclass(eq=False, slots=True)
class Method(Value):
    """A method that the interpreter itself knows, with its object."""

    self_value: Value
    name: str


@dataclass(eq=False, slots=True)
class Super(Value):
    """`super()`: the object, looked at from above `after`."""

    self_value: Value
    after: Class


@dataclass(eq=False, slots=True)
class Partial(Value):
    """`functools.partial`."""

    callee: Value
    args: list[Value]
    kwargs: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Condition:
    """A test that decides whether something is registered. `holds`: with default settings."""

    text: str
    holds: bool | None


@dataclass(eq=False, slots=True)
class Decorator(Value):
    """A decorator that registers the function it is put on."""

    router: "Router"
    kind: str
    options: dict[str, Value]
    place: Place


@dataclass(eq=False, slots=True)
class Entry:
    """Something that was registered on an application or router, in order."""

    kind: str  # route, websocket, include, mount, middleware, handler, event, opaque
    path: Value | None
    target: Value
    options: dict[str, Value]
    place: Place
    when: tuple[Condition, ...]
    methods: tuple[str, ...] | None = None
    prefixed: bool = True
    reason: str = ""
    by: str = ""
    at: int = 0


@dataclass(eq=False, slots=True)
class Router(Value):
    """A FastAPI or Starlette application, or a router."""

    kind: str  # app, router
    place: Place
    options: dict[str, Value]
    cls: Class | None = None
    names: dict[str, Value] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    when: tuple[Condition, ...] = ()
    maker: str | None = None
    starlette: bool = False
    task: str = ""
