"""The classes of a program: what is above one, where a member is, what type parameters mean.

Lives here: Classes, substituted.
Does not:   the value of a member (program_types.py).
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fe_skill.project.program_library import above, same
from fe_skill.project.program_parts import Class, Function, Parts, members_of
from fe_skill.project.program_values import (
    DICT,
    LibraryName,
    Of,
    TheClass,
    Value,
    Variable,
    maybe,
)
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_MARKERS: Final = frozenset(("Generic", "Protocol"))
_PLAIN: Final = frozenset(
    ("builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing.Any",
     "typing_extensions.Protocol", "typing_extensions.Generic")
)  # fmt: skip
# What the objects of these have is made from their fields, by whatever name.
_BARE: Final = ("DeclarativeBase", "declarative_base", "MappedAsDataclass", ".NamedTuple")
Meanings = dict[str, Value | None]


@dataclass(frozen=True, slots=True)
class Base:
    """A base of a class: the project's, or a library's by name, with what it is given."""

    cls: Class | str
    args: tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The order of resolution. `whole`: every base is known."""

    classes: tuple[Class | str, ...]
    whole: bool


@dataclass(frozen=True, slots=True, eq=False)
class Assigned:
    """A `self.name = value` in a method."""

    function: Function
    value: ast.expr | None
    annotation: ast.expr | None


class Classes:
    """All classes that questions led to."""

    def __init__(
        self,
        find: Callable[[str], Class | None],
        parts: Callable[[SourceModule], Parts],
        value: Callable[[SourceModule, ast.expr], Value | None],
        annotation: Callable[[SourceModule, ast.expr], Value | None],
    ) -> None:
        self.find = find
        self._parts = parts
        self._value = value
        self._annotation = annotation
        self._bases: dict[str, tuple[tuple[Base, ...], bool]] = {}
        self._orders: dict[str, Order] = {}
        self._members: dict[str, dict[str, tuple[ast.stmt, ...]]] = {}
        self._assigned: dict[str, dict[str, tuple[Assigned, ...]]] = {}
        self._parameters: dict[str, tuple[str, ...]] = {}

    def members(self, cls: Class) -> dict[str, tuple[ast.stmt, ...]]:
        """What the class body defines."""
        known = self._members.get(cls.dotted)
        if known is None:
            known = self._members[cls.dotted] = members_of(cls)
        return known

    def bases(self, cls: Class) -> tuple[Base, ...]:
        """The direct bases."""
        return self._bases_of(cls)[0]

    def order(self, cls: Class) -> Order:
        """The class and all above it, in Python's order of resolution."""
        known = self._orders.get(cls.dotted)
        if known is None:
            self._orders[cls.dotted] = Order((cls,), whole=False)  # a circle is no crash
            known = self._orders[cls.dotted] = self._ordered(cls)
        return known

    def is_subclass(self, name: str, *bases: str) -> bool:
        """Whether a class, of the project or a library, is one of `bases` or below it."""
        cls = self.find(name)
        classes: Sequence[Class | str] = (name,) if cls is None else self.order(cls).classes
        for each in classes:
            names = (each.dotted,) if isinstance(each, Class) else above(each)
            if any(same(one, base) for one in names for base in bases):
                return True
        return False

    def library(self, classes: Sequence[Class | str]) -> str | None:
        """The one library class among them that has methods of its own; None for none or two."""
        found = [each for each in classes if isinstance(each, str) and each not in _PLAIN]
        if len(found) != 1 or found[0].endswith(_BARE):
            return None
        return DICT if found[0].endswith(".TypedDict") else found[0]

    def parameters(self, cls: Class) -> tuple[str, ...]:
        """The names of its type variables, in order."""
        known = self._parameters.get(cls.dotted)
        if known is None:
            known = self._parameters[cls.dotted] = self._declared(cls)
        return known

    def meanings(self, receiver: Of | TheClass, home: Class) -> Meanings:
        """What the type variables of `home`, above the receiver's class, stand for."""
        cls = self.find(receiver.name)
        if cls is None:
            return {}
        found = self._meanings(cls, receiver.args, home, 0)
        return found or {}

    def assigned(self, cls: Class, name: str) -> tuple[Assigned, ...]:
        """Where methods assign `self.name`."""
        known = self._assigned.get(cls.dotted)
        if known is None:
            collected: dict[str, list[Assigned]] = {}
            for each, one in self._assignments(cls):
                collected.setdefault(each, []).append(one)
            known = {each: tuple(ones) for each, ones in collected.items()}
            self._assigned[cls.dotted] = known
        return known.get(name, ())

    def _assignments(self, cls: Class) -> Iterator[tuple[str, Assigned]]:
        parts = self._parts(cls.module)
        for node in cls.node.body:
            if not isinstance(node, FUNCTIONS) or not node.args.args:
                continue
            me = node.args.args[0].arg
            function = parts.functions[node]
            for statement in self._statements(cls.module, node):
                for name, found in _to_self(statement, me):
                    annotation = getattr(statement, "annotation", None)
                    yield name, Assigned(function, found, annotation)

    def _statements(
        self, module: SourceModule, node: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> Iterator[ast.Assign | ast.AnnAssign]:
        yield from module.running_in(node, ast.Assign)
        yield from module.running_in(node, ast.AnnAssign)

    def _bases_of(self, cls: Class) -> tuple[tuple[Base, ...], bool]:
        known = self._bases.get(cls.dotted)
        if known is None:
            self._bases[cls.dotted] = ((), False)
            read = [self._base(cls.module, node) for node in cls.node.bases]
            bases = tuple(base for base in read if base is not None)
            known = self._bases[cls.dotted] = (bases, len(bases) == len(read))
        return known

    def _base(self, module: SourceModule, node: ast.expr) -> Base | None:
        value = self._value(module, node)
        if isinstance(value, TheClass):
            found = self.find(value.name)
            return Base(found or value.name, value.args)
        if isinstance(value, LibraryName) and not isinstance(node, ast.Subscript):
            return Base(value.name, ())
        if isinstance(value, Of) and value.name.endswith("declarative_base"):
            return Base(value.name, ())
        if isinstance(node, ast.Subscript):
            inner = self._base(module, node.value)
            if inner is not None:
                each = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                return replace(inner, args=tuple(self._annotation(module, one) for one in each))
        return None

    def _ordered(self, cls: Class) -> Order:
        bases, whole = self._bases_of(cls)
        lists: list[list[Class | str]] = []
        for base in bases:
            if isinstance(base.cls, Class):
                above_it = self.order(base.cls)
                whole = whole and above_it.whole
                lists.append(list(above_it.classes))
            else:
                lists.append([base.cls])
        lists.append([base.cls for base in bases])
        return Order((cls, *_merged(lists)), whole)

    def _declared(self, cls: Class) -> tuple[str, ...]:
        parameters = getattr(cls.node, "type_params", ())
        if parameters:
            return tuple(each.name for each in parameters)
        found: list[str] = []
        for base in self.bases(cls):
            names = [name for value in base.args for name in _variables(value)]
            if isinstance(base.cls, str) and base.cls.rpartition(".")[2] in _MARKERS and names:
                return tuple(names)
            found += names
        return tuple(dict.fromkeys(found))

    def _meanings(
        self, cls: Class, args: tuple[Value | None, ...], home: Class, depth: int
    ) -> Meanings | None:
        own = dict(zip(self.parameters(cls), args, strict=False))
        if cls is home:
            return own
        for base in self.bases(cls) if depth < _DEEPEST else ():
            if isinstance(base.cls, Class):
                given = tuple(substituted(value, own) for value in base.args)
                found = self._meanings(base.cls, given, home, depth + 1)
                if found is not None:
                    return found
        return None


_DEEPEST: Final = 20


def substituted(value: Value | None, meanings: Meanings) -> Value | None:
    """The value with type variables replaced; None where one stands for nothing known."""
    if isinstance(value, Variable):
        meant = meanings.get(value.name, value)
        return maybe(meant) if value.optional else meant
    if isinstance(value, Of | TheClass):
        if isinstance(value, TheClass) and value.name.startswith("~"):
            meant = meanings.get(value.name[1:])
            return TheClass(meant.name, meant.args) if isinstance(meant, Of) else value
        if value.args:
            return replace(value, args=tuple(substituted(each, meanings) for each in value.args))
    return value


def _variables(value: Value | None) -> Iterator[str]:
    if isinstance(value, Variable):
        yield value.name
    elif isinstance(value, Of | TheClass):
        for each in value.args:
            yield from _variables(each)


def _to_self(node: ast.Assign | ast.AnnAssign, me: str) -> Iterator[tuple[str, ast.expr | None]]:
    for target in node.targets if isinstance(node, ast.Assign) else (node.target,):
        match target:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == me:
                yield attribute, node.value
            case ast.Tuple(elts=elements):
                values = node.value.elts if isinstance(node.value, ast.Tuple) else []
                fits = len(values) == len(elements)
                for at, element in enumerate(elements):
                    match element:
                        case ast.Attribute(value=ast.Name(id=name), attr=part) if name == me:
                            yield part, values[at] if fits else None


def _merged(lists: list[list[Class | str]]) -> list[Class | str]:
    """C3, and where the classes allow no such order, the first that is left."""
    found: list[Class | str] = []
    lists = [each for each in lists if each]
    while lists:
        heads = [each[0] for each in lists]
        fits = (head for head in heads if not any(head in each[1:] for each in lists))
        chosen = next(fits, heads[0])
        found.append(chosen)
        lists = [[one for one in each if one != chosen] for each in lists]
        lists = [each for each in lists if each]
    return found
