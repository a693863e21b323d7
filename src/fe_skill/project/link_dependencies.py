"""What a route depends on: each dependency once, with what it needs itself.

Lives here: Node, Graph.
Does not:   whether one protects (protection.py), which routes there are (link_routes.py).
"""

from dataclasses import dataclass, field

from fe_skill.project.interpreter.classes import class_attribute, lineage
from fe_skill.project.interpreter.machine import Machine, options_of
from fe_skill.project.interpreter.values import (
    Bound,
    Class,
    Const,
    Entry,
    External,
    Function,
    Instance,
    Made,
    Method,
    Partial,
    Place,
    Router,
    Scope,
    Seq,
    Unknown,
    Value,
)
from fe_skill.project.lower import KEYWORDS, REST
from fe_skill.project.lower import Node as Lowered
from fe_skill.project.types import annotated

DEPENDS = frozenset(("fastapi.Depends", "fastapi.Security"))
_DEEPEST = 30
# The callables that are defined somewhere.
_PLACED = Function | Bound | Class | Instance | Made


@dataclass(eq=False, slots=True)
class Parameter:
    """A parameter as FastAPI sees it: its type, its markers, its default."""

    name: str
    type: Value
    extras: list[Value]
    default: Value | None
    line: int


@dataclass(eq=False, slots=True)
class Node:
    """A dependency. `value` is what is called for it."""

    name: str
    place: Place | None
    kind: str
    value: Value
    needs: list["Node"] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    gaps: list["Open"] = field(default_factory=list)


Open = tuple[Place, str]


class Graph:
    """All dependencies of a project, each made when it is first met."""

    def __init__(self, m: Machine) -> None:
        self.m = m
        self._open = 0

    def of_list(self, of: Router | Entry, place: Place) -> tuple[list[Node], list[Open]]:
        """The `dependencies=[...]` of an application, router, include or route; what is open."""
        return self.m.tasks.answer(("list", of), self._of_list, of, place)

    def _of_list(self, of: Router | Entry, place: Place) -> tuple[list[Node], list[Open]]:
        if isinstance(of, Router):
            self.m.tasks.looks(of)
        value = self.m.force(of.options.get("dependencies", Const(None)))
        found: list[Node] = []
        gaps: list[Open] = []
        for option in options_of(value):
            if isinstance(option, Seq):
                found += [node for item in option.items for node in self._marker(item, None)]
                if option.partial:
                    gaps.append((place, "some of `dependencies` are not literals"))
            elif isinstance(option, Unknown):
                gaps.append((place, f"`dependencies`: {option.reason}"))
        return found, gaps

    def of_callable(self, value: Value) -> list[Node]:
        """What the parameters of a function or class ask for."""
        nodes: list[Node] = []
        for parameter in self.parameters(value):
            default = [] if parameter.default is None else [parameter.default]
            for marker in [*parameter.extras, *default]:
                nodes += self._marker(marker, parameter.type)
        return nodes

    def of_view(self, cls: Class) -> list[Node]:
        """What a class-based view asks for: its fields and what makes it."""
        nodes: list[Node] = []
        for parameter in [*self._of_fields(cls), *self.parameters(cls)]:
            for marker in [*parameter.extras, *([parameter.default] if parameter.default else [])]:
                nodes += self._marker(marker, parameter.type)
        return nodes

    def _marker(self, value: Value, declared: Value | None) -> list[Node]:
        """The dependency behind `Depends(...)`; `Depends()` means the declared type."""
        found: list[Node] = []
        for option in options_of(self.m.force(value)):
            if not isinstance(option, Made) or option.name not in DEPENDS:
                continue
            target = option.kwargs.get("dependency") or (option.args[0] if option.args else None)
            if target is None or (isinstance(target, Const) and target.value is None):
                target = declared
            if target is not None:
                chosen = [
                    inner for one in options_of(self.m.force(target)) for inner in signed(one)
                ]
                found += [self.node(one, option.place) for one in chosen]
        return found

    def node(self, value: Value, place: Place) -> Node:
        """The dependency that calling `value` is."""
        value = self.m.force(value)
        key: tuple[object, ...] = ("node", *_identity(value))
        if not isinstance(value, _PLACED):
            key = (*key, place)  # it stands where it is asked for
        known: Node | None = self.m.tasks.known(key)
        if known is not None:
            return known
        with self.m.tasks.working_out(key) as answer:
            self.m.tasks.looks(value)
            node = answer.value = self._described(value, place)
            if self._open < _DEEPEST:
                self._open += 1
                node.parameters = self.parameters(value)
                node.needs = self.of_callable(value)
                self._open -= 1
        self.m.tasks.uses(answer)
        return node

    def _described(self, value: Value, place: Place) -> Node:  # noqa: PLR0911 -- one case a kind
        dotted = self.m.layout.dotted
        match value:
            case Function():
                return Node(
                    f"{dotted(value.module)}.{value.qualname}", value.place, "function", value
                )
            case Bound():
                inner = value.function
                name = f"{dotted(inner.module)}.{inner.qualname}"
                return Node(name, inner.place, "function", value)
            case Class():
                return Node(f"{dotted(value.module)}.{value.qualname}", value.place, "class", value)
            case Instance():
                cls = value.cls
                return Node(f"{dotted(cls.module)}.{cls.qualname}", cls.place, "instance", value)
            case Made():
                return Node(value.name, value.place, "library", value)
            case External():
                return Node(value.name, place, "library", value)
            case Partial():
                return Node(self._described(value.callee, place).name, place, "function", value)
            case Method():
                owner = getattr(value.self_value, "name", "")
                return Node(f"{owner}.{value.name}".lstrip("."), place, "library", value)
        reason = value.reason if isinstance(value, Unknown) else "not a callable that is known"
        return Node("?", place, "unknown", value, gaps=[(place, f"a dependency: {reason}")])

    def parameters(self, value: Value) -> list[Parameter]:
        """The parameters that FastAPI would read for a callable."""
        value = self.m.force(value)
        self.m.tasks.looks(value)
        value = next(iter(signed(value)), value)
        key = ("parameters", *_identity(value))
        return self.m.tasks.answer(key, self._read, value)

    def _read(self, value: Value) -> list[Parameter]:  # noqa: PLR0911 -- one case a kind
        match value:
            case Function():
                self.m.tasks.looks(value)
                skip = 1 if value.owner is not None and "staticmethod" not in value.marks else 0
                is_plain = value.owner is None or not value.parameters
                is_self = not is_plain and value.parameters[0][0] in {"self", "cls"}
                return self._of_nodes(value.parameters[skip if is_self else 0 :], value.scope)
            case Bound():
                self.m.tasks.looks(value.function)
                return self._of_nodes(value.function.parameters[1:], value.function.scope)
            case Class():
                init = class_attribute(self.m, value, "__init__")
                if isinstance(init, Function):
                    self.m.tasks.looks(init)
                    return self._of_nodes(init.parameters[1:], init.scope)
                return self._of_fields(value)
            case Instance():
                method = class_attribute(self.m, value.cls, "__call__")
                if isinstance(method, Function):
                    self.m.tasks.looks(method)
                    return self._of_nodes(method.parameters[1:], method.scope)
            case Partial():
                bound = len(value.args)
                left = self.parameters(value.callee)[bound:]
                return [one for one in left if one.name not in value.kwargs]
        return []

    def _of_nodes(self, nodes: list[Lowered], scope: Scope) -> list[Parameter]:
        found: list[Parameter] = []
        for name, kind, annotation, default, line in nodes:
            if kind in {REST, KEYWORDS}:
                continue
            kind_of: Value = External("typing.Any")
            extras: list[Value] = []
            if annotation is not None:
                kind_of, extras = annotated(self.m, self.m.evaluate(annotation, scope))
            value = None if default is None else self.m.evaluate(default, scope)
            found.append(Parameter(name, kind_of, extras, value, line))
        return found

    def _of_fields(self, cls: Class) -> list[Parameter]:
        """A dataclass or Pydantic model as a dependency: its fields are its parameters."""
        found: dict[str, Parameter] = {}
        for base in reversed(lineage(self.m, cls)):
            if not isinstance(base, Class):
                continue
            for node in base.node[7]:
                if node[0] == ":" and node[2][0] == "n":
                    fake = [[node[2][1], 1, node[3], node[4], node[1]]]
                    found[node[2][1]] = self._of_nodes(fake, base.scope)[0]
        return list(found.values())


def signed(value: Value) -> tuple[Value, ...]:
    """What FastAPI sees of a callable: behind functools.wraps, the function that is wrapped."""
    for _ in range(10):
        if not isinstance(value, Function) or value.wraps is None:
            break
        value = value.wraps
    return options_of(value)


def _identity(value: Value) -> tuple[object, ...]:
    """Functions of one definition and closure are one, however often they were looked up."""
    if isinstance(value, Function):
        return value.scope, value.qualname, value.place
    if isinstance(value, Bound):
        return value.function.scope, value.function.qualname, value.function.place, value.self_value
    if isinstance(value, External):
        return (value.name,)
    return (value,)


def tree(nodes: list[Node]) -> list[Node]:
    """The nodes and all that they need, each once, in the order in which FastAPI meets them."""
    found: dict[int, Node] = {}
    pending = list(reversed(nodes))
    while pending:
        node = pending.pop()
        if id(node) not in found:
            found[id(node)] = node
            pending += reversed(node.needs)
    return list(found.values())
