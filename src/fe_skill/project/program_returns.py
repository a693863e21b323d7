"""What calls hand back: of the project's functions and classes, and of libraries'.

Lives here: Returns.
Does not:   what libraries hand back (program_library.py), single expressions (program_types.py).
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fe_skill.project import program_library as library
from fe_skill.project.interpreter.names import canonical
from fe_skill.project.program_classes import substituted
from fe_skill.project.program_parts import PROPERTIES, Function, Parts, marks_of
from fe_skill.project.program_values import (
    CONTEXT,
    NONE,
    LibraryMethod,
    LibraryName,
    Of,
    Routine,
    Several,
    TheClass,
    Value,
    Variable,
    awaited,
    joined,
)
from fe_skill.syntax.module import SourceModule

if TYPE_CHECKING:
    from fe_skill.project.program_types import Types

_TRANSPARENT: Final = frozenset(
    ("staticmethod", "classmethod", "lru_cache", "cache", "override", "contextmanager",
     "asynccontextmanager", "get", "post", "put", "patch", "delete", "head", "options",
     "api_route", "final", *PROPERTIES)
)  # fmt: skip

_NOT_CLASSES: Final = frozenset(
    f"fastapi.{name}"
    for name in ("Query", "Path", "Body", "Header", "Cookie", "Form", "File", "Depends", "Security")
) | {"pydantic.Field", "pydantic.PrivateAttr", "sqlmodel.Field", "sqlmodel.Relationship",
     "typing.TypeVar", "typing.NewType", "typing.NamedTuple", "typing.TypedDict",
     "typing.ParamSpec", "enum.Enum", "enum.StrEnum", "enum.IntEnum"}  # fmt: skip

_MANAGERS: Final = frozenset(("contextlib.contextmanager", "contextlib.asynccontextmanager"))


class Returns:
    """What is handed back, each function worked out once."""

    def __init__(self, parts: Callable[[SourceModule], Parts], types: "Types") -> None:
        self._parts = parts
        self._types = types

    def called(self, module: SourceModule, node: ast.Call) -> Value | None:
        """What a call hands back."""
        return self.result(self._types.value(module, node.func), _Given(self._types, module, node))

    def result(self, callee: Value | None, given: "_Given | None") -> Value | None:  # noqa: PLR0911 -- one case a kind
        """What calling a value hands back."""
        match callee:
            case Routine():
                return self.routine(callee, given)
            case TheClass():
                return (
                    Variable(callee.name[1:])
                    if callee.name.startswith("~")
                    else Of(callee.name, callee.args)
                )
            case LibraryName() if given is not None:
                return self._library(callee.name, given)
            case LibraryMethod() if given is not None:
                return library.method(callee.home, callee.attribute, callee.receiver, given)
            case Of(name="sqlalchemy.sessionmaker" | "sqlalchemy.async_sessionmaker"):
                return callee.args[0]
            case Of():
                return self.result(self._types.members.attribute(callee, "__call__"), given)
        return None

    def returned(self, function: Function) -> Value | None:
        """What calling a function hands back, as it says or as its `return`s show."""
        return self._types.once.get(function, lambda: self._declared_or_shown(function))

    def _library(self, name: str, given: "_Given") -> Value | None:
        if name == "builtins.super":
            return self._super(given)
        if name == "typing.cast":
            return (
                self._types.annotations.value(given.module, given.node.args[0])
                if given.node.args
                else None
            )
        if name == "typing.NewType" and len(given.node.args) > 1:
            made = self._types.annotations.value(given.module, given.node.args[1])
            return TheClass(made.name, made.args) if isinstance(made, Of) else None
        if canonical(name) in _NOT_CLASSES:
            return None
        return library.called(name, given)

    def _super(self, given: "_Given") -> Value | None:
        node = given.module.function_of(given.node)
        function = None if node is None else self._parts(given.module).functions.get(node)
        if function is None or function.owner is None or given.node.args:
            return None
        cls = self._types.classes.find(function.owner)
        if cls is None:
            return None
        args = tuple(Variable(name) for name in self._types.classes.parameters(cls))
        receiver = (
            Of(cls.dotted, args)
            if "classmethod" not in marks_of(function)
            else TheClass(cls.dotted, args)
        )
        return Several(receiver, self._types.classes.order(cls).classes[1:])

    def routine(self, routine: Routine, given: "_Given | None") -> Value | None:
        """What calling a function of the project hands back, for the receiver and arguments."""
        found = self.returned(routine.function)
        receiver = routine.receiver
        if found is None or not _open_ended(found):
            return found
        meanings: dict[str, Value | None] = {}
        if receiver is not None and routine.function.owner is not None:
            home = self._types.classes.find(routine.function.owner)
            if home is not None:
                meanings |= self._types.classes.meanings(receiver, home)
            meanings["Self"] = Of(receiver.name, receiver.args)
        if given is not None:
            meanings |= self._inferred(routine, given, meanings)
        return substituted(found, meanings)

    def _inferred(
        self, routine: Routine, given: "_Given", known: dict[str, Value | None]
    ) -> dict[str, Value | None]:
        """What the arguments of a call say about the function's own type variables."""
        function = routine.function
        arguments = function.node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        skip = 1 if function.owner is not None and "staticmethod" not in marks_of(function) else 0
        pairs = [*zip(positional[skip:], given.node.args, strict=False)]
        by_name = {each.arg: each for each in [*positional, *arguments.kwonlyargs]}
        pairs += [(by_name[k.arg], k.value) for k in given.node.keywords if k.arg in by_name]
        found: dict[str, Value | None] = {}
        for parameter, argument in pairs:
            declared = self._types.annotations.value(function.module, parameter.annotation)
            for name in _names_in(declared):
                if name not in known and name not in found:
                    found[name] = _matched(
                        declared,
                        self._types.class_value(given.module, argument)
                        if isinstance(declared, TheClass)
                        else self._types.value(given.module, argument),
                    )
        return found

    def _declared_or_shown(self, function: Function) -> Value | None:
        module, node = function.module, function.node
        declared = self._types.annotations.value(module, node.returns)
        if node.returns is None:
            declared = self._shown(function)
        elif declared == Of("collections.abc.Callable"):
            made = self._shown(function)  # which function is more than that it is one
            declared = made if isinstance(made, Routine) else declared
        manager = self._is_manager(function)
        if manager:
            inner = declared.args[0] if isinstance(declared, Of) and declared.args else None
            return Of(CONTEXT, (inner,))
        if function.is_async and not function.is_generator:
            return awaited(declared)
        return declared

    def _is_manager(self, function: Function) -> bool:
        for node in function.node.decorator_list:
            value = self._types.value(function.module, node)
            if isinstance(value, LibraryName) and value.name in _MANAGERS:
                return True
        return False

    def _shown(self, function: Function) -> Value | None:
        """What the `return`s or `yield`s of a body hand back."""
        module, node = function.module, function.node
        if function.is_generator:
            yields = [each.value for each in module.running_in(node, ast.Yield)]
            found = joined(
                NONE if each is None else self._types.value(module, each) for each in yields
            )
            return Of("collections.abc.Generator", (found,))
        if function.says_nothing or (function.node.decorator_list and not _transparent(function)):
            return None
        returns = [each.value for each in module.running_in(node, ast.Return)]
        if not returns:
            return NONE
        return joined(NONE if each is None else self._types.value(module, each) for each in returns)


@dataclass(frozen=True, slots=True)
class _Given:
    """The arguments of a call, worked out when asked for."""

    types: "Types"
    module: SourceModule
    node: ast.Call

    def first(self) -> Value | None:
        return self.types.value(self.module, self.node.args[0]) if self.node.args else None

    def positional(self) -> tuple[Value | None, ...]:
        return tuple(self.types.value(self.module, each) for each in self.node.args)

    def keyword(self, name: str) -> Value | None:
        found = (each.value for each in self.node.keywords if each.arg == name)
        return self.types.value(self.module, next(found, None))

    def result(self, index: int) -> Value | None:
        if index >= len(self.node.args):
            return None
        return self.types.returns.result(self.types.value(self.module, self.node.args[index]), None)


def _transparent(function: Function) -> bool:
    return all(mark in _TRANSPARENT for mark in marks_of(function))


def _open_ended(value: Value | None) -> bool:
    return next(_names_in(value), None) is not None


def _names_in(value: Value | None) -> Iterator[str]:
    if isinstance(value, Variable):
        yield value.name
    elif isinstance(value, TheClass) and value.name.startswith("~"):
        yield value.name[1:]
    elif isinstance(value, Of | TheClass):
        for each in value.args:
            yield from _names_in(each)


def _matched(declared: Value | None, given: Value | None) -> Value | None:
    """What one type variable stands for where `declared` is given `given`."""
    if isinstance(declared, Variable):
        return given
    if isinstance(declared, TheClass) and isinstance(given, TheClass):
        return Of(given.name, given.args)
    if isinstance(declared, Of) and isinstance(given, Of):
        for one, other in zip(declared.args, given.args, strict=False):
            if _open_ended(one):
                return _matched(one, other)
    return None
