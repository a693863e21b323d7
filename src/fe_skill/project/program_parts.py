"""The functions, classes and calls of a program.

Lives here: Function, Class, CallSite, and finding the first two in a module.
Does not:   what a call leads to (program_calls.py), what a name means (program_names.py).
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

from fe_skill.project.model import Where
from fe_skill.syntax.module import FUNCTIONS, SourceModule

PROPERTIES: Final = (
    "property", "cached_property", "hybrid_property", "computed_field", "declared_attr",
)  # fmt: skip
Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, eq=False)
class Function:
    """A function or method. `owner` is the class of a method, dotted.

    A function in a function is one of its own: "app.main.create_app.health".
    """

    dotted: str
    module: SourceModule = field(repr=False)
    node: Definition = field(repr=False)
    owner: str | None
    _calls: Callable[["Function"], tuple["CallSite", ...]] = field(repr=False)

    @property
    def name(self) -> str:
        """The last part of `dotted`."""
        return self.node.name

    @property
    def is_async(self) -> bool:
        """Whether it is an `async def`."""
        return isinstance(self.node, ast.AsyncFunctionDef)

    @cached_property
    def is_generator(self) -> bool:
        """Whether it yields."""
        module, node = self.module, self.node
        return bool(module.running_in(node, ast.Yield) or module.running_in(node, ast.YieldFrom))

    @cached_property
    def says_nothing(self) -> bool:
        """Whether the body only passes or raises: it is meant to be overridden."""
        said = [each for each in self.node.body if not _is_constant(each)]
        return all(isinstance(each, ast.Pass | ast.Raise) for each in said)

    @property
    def where(self) -> Where:
        """The line of its `def`."""
        return Where(self.module.path, self.node.lineno)

    @cached_property
    def calls(self) -> tuple["CallSite", ...]:
        """The calls of its own body, and the dependencies of its signature."""
        return self._calls(self)


@dataclass(frozen=True, eq=False)
class Class:
    """A class of the project."""

    dotted: str
    module: SourceModule = field(repr=False)
    node: ast.ClassDef = field(repr=False)

    @property
    def where(self) -> Where:
        """The line of its `class`."""
        return Where(self.module.path, self.node.lineno)


class Told(NamedTuple):
    """What is known of a call from the start; what isn't is worked out when it is asked for."""

    target: str | None
    receiver: str | None = None
    awaited: bool = False
    loop: ast.AST | None = None
    off_loop: bool = False


class Telling(Protocol):
    """What works out the answers about a call."""

    def target_of(self, site: "CallSite") -> tuple[str | None, str | None]:
        """What it leads to, and the class of its receiver."""

    def is_awaited(self, site: "CallSite") -> bool:
        """Whether its result is awaited in place."""

    def loop_around(self, site: "CallSite") -> ast.AST | None:
        """The innermost loop that repeats it."""

    def is_off_loop(self, site: "CallSite") -> bool:
        """Whether it runs in a worker thread."""


class CallSite:
    """A place that calls something.

    `kind` is call; override (a call of a method that says nothing itself: `target` is one that
    overrides it, and whether that one is meant nobody knows); thread (a function handed to a worker
    thread); task (one handed to background tasks or the like); depends (FastAPI calls it before the
    function runs); or entered (a with that calls `__aenter__` and its like).

    `name` is the last part of what is called as it stands, `is_method` whether it is called as an
    attribute. `is_told`: `target` was known without a look at the call.
    """

    name: str | None
    is_method: bool
    target: str | None
    """What is called, dotted; None where it can't be told."""
    receiver: str | None
    """The class of the object whose method is called."""
    awaited: bool
    """Whether the result is awaited in place."""
    loop: ast.AST | None
    """The innermost loop that repeats the call."""
    off_loop: bool
    """Whether it runs in a worker thread, not on the event loop."""

    def __init__(
        self,
        function: Function,
        node: ast.expr,
        kind: str,
        telling: Telling,
        told: Told | None = None,
    ) -> None:
        self.function = function
        self.node = node
        self.kind = kind
        self.telling = telling
        self.is_told = told is not None
        if told is not None:
            self.__dict__ |= told._asdict()

    def __repr__(self) -> str:
        return f"CallSite({self.kind} {self.target} at {self.where})"

    def leading_to(self, dotted: str) -> "CallSite":
        """The same call, led to what overrides its target."""
        other = CallSite(self.function, self.node, "override", self.telling)
        other.__dict__ |= {**self.__dict__, "kind": "override", "target": dotted}
        return other

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- each attribute has its own type
        """What is asked for the first time; from then on it is an attribute like any other."""
        work = _WORKED_OUT.get(name)
        if work is None:
            raise AttributeError(name)
        self.__dict__ |= work(self)
        return self.__dict__[name]

    @property
    def where(self) -> Where:
        """The line of the call."""
        return Where(self.function.module.path, self.node.lineno)


def _named(site: CallSite) -> dict[str, Any]:
    func = site.node.func if isinstance(site.node, ast.Call) else None
    if isinstance(func, ast.Attribute):
        return {"name": func.attr, "is_method": True}
    return {"name": func.id if isinstance(func, ast.Name) else None, "is_method": False}


def _led(site: CallSite) -> dict[str, Any]:
    # What an override leads to is known, and its receiver is that of the call.
    target, receiver = site.telling.target_of(site)
    return {"target": site.__dict__.get("target", target), "receiver": receiver}


_WORKED_OUT: Final[dict[str, Callable[[CallSite], dict[str, Any]]]] = {
    "name": _named,
    "is_method": _named,
    "target": _led,
    "receiver": _led,
    "awaited": lambda site: {"awaited": site.telling.is_awaited(site)},
    "loop": lambda site: {"loop": site.telling.loop_around(site)},
    "off_loop": lambda site: {"off_loop": site.telling.is_off_loop(site)},
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a module defines, at any depth, by node."""

    functions: dict[ast.AST, Function]
    classes: dict[ast.AST, Class]


def parts_of(module: SourceModule, calls: Callable[[Function], tuple[CallSite, ...]]) -> Parts:
    """Every function and class of a module, in source order."""
    functions: dict[ast.AST, Function] = {}
    classes: dict[ast.AST, Class] = {}
    names: dict[ast.AST, str] = {}
    kinds: tuple[type[ast.stmt], ...] = (*FUNCTIONS, ast.ClassDef)
    for node in module.nodes(*kinds):
        around = module.enclosing(node, *kinds)
        outer = names[around] if around is not None else module.name
        own = getattr(node, "name", "")
        name = names[node] = f"{outer}.{own}" if outer else own
        if isinstance(node, ast.ClassDef):
            classes[node] = Class(name, module, node)
        elif isinstance(node, FUNCTIONS):
            owner = module.class_of(node)
            inside = names[owner] if owner is not None else None
            functions[node] = Function(name, module, node, inside, calls)
    return Parts(functions, classes)


def marks_of(function: Function) -> tuple[str, ...]:
    """The last parts of the names of a function's decorators."""
    found: list[str] = []
    for node in function.node.decorator_list:
        at = node.func if isinstance(node, ast.Call) else node
        if isinstance(at, ast.Attribute | ast.Name):
            found.append(at.attr if isinstance(at, ast.Attribute) else at.id)
    return tuple(found)


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def members_of(cls: Class) -> dict[str, tuple[ast.stmt, ...]]:
    """What a class body defines by name, also inside conditions."""
    found: dict[str, list[ast.stmt]] = {}
    for name, node in _members(cls.node.body):
        found.setdefault(name, []).append(node)
    return {name: tuple(nodes) for name, nodes in found.items()}


def _members(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        yield target.id, node
            case ast.If() | ast.Try():
                yield from _members([*node.body, *node.orelse])
