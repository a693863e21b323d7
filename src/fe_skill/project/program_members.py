"""What an attribute of an object, a class or a module stands for.

Lives here: Members.
Does not:   the order of resolution (program_classes.py), single expressions (program_types.py).
"""

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fe_skill.project import program_sql as sql
from fe_skill.project.interpreter.names import canonical
from fe_skill.project.program_classes import substituted
from fe_skill.project.program_names import Names
from fe_skill.project.program_parts import PROPERTIES, Class, Function, Parts, marks_of
from fe_skill.project.program_values import (
    AWAITABLE,
    OPAQUE,
    LibraryMethod,
    LibraryName,
    ModuleOf,
    Of,
    Routine,
    Several,
    TheClass,
    Value,
    joined,
)
from fe_skill.syntax.module import SourceModule

if TYPE_CHECKING:
    from fe_skill.project.program_types import Types


_OF_LIBRARY: Final[dict[str, dict[str, Value]]] = {
    "fastapi.Request": {"app": Of("fastapi.FastAPI"), "url": Of("starlette.datastructures.URL")},
}


# What has no attributes of its own worth a name.
_BARE: Final = OPAQUE | {AWAITABLE, "collections.abc.Callable", "types.ModuleType", "builtins.type"}


class Members:
    """The members of everything that has some."""

    def __init__(
        self,
        names: Names,
        parts: Callable[[SourceModule], Parts],
        types: "Types",
        relation: Callable[[str, str], Value | None],
    ) -> None:
        self._names = names
        self._parts = parts
        self._types = types
        self._relation = relation

    def attribute(self, value: Value | None, name: str) -> Value | None:
        """What an attribute of a value stands for."""
        match value:
            case Of():
                return None if value.name in _BARE else self._of_object(value, name)
            case TheClass():
                return self._of_class(value, name)
            case Several():
                return self._from_order(value.receiver, value.classes, name, whole=False)
            case LibraryName() | ModuleOf():
                return self._types.of_symbol(self._names.attribute(value, name))
        return None

    def _of_object(self, value: Of, name: str) -> Value | None:
        cls = self._types.classes.find(value.name)
        if cls is None:
            known = name in _OF_LIBRARY.get(canonical(value.name), {})
            if known:
                return _OF_LIBRARY[canonical(value.name)][name]
            return LibraryMethod(value, value.name, name)
        order = self._types.classes.order(cls)
        return self._from_order(value, order.classes, name, whole=order.whole)

    def _from_order(
        self, receiver: Of | TheClass, classes: tuple[Class | str, ...], name: str, *, whole: bool
    ) -> Value | None:
        for each in classes:
            if not isinstance(each, Class):
                continue
            found, value = self._member(receiver, each, name)
            if found:
                return value
        known = whole and not self._is_dynamic(classes)
        home = self._types.classes.library(classes) if known else None
        return None if home is None else LibraryMethod(receiver, home, name)

    def _is_dynamic(self, classes: tuple[Class | str, ...]) -> bool:
        """Whether one of the classes answers for attributes that it doesn't define."""
        bodies = (self._types.classes.members(each) for each in classes if isinstance(each, Class))
        return any("__getattr__" in body or "__getattribute__" in body for body in bodies)

    def _member(self, receiver: Of | TheClass, cls: Class, name: str) -> tuple[bool, Value | None]:
        """Whether one class has a member, and its value for the receiver."""
        nodes = self._types.classes.members(cls).get(name, ())
        relation = self._relation(cls.dotted, name) if _is_relation(nodes) else None
        if relation is not None:
            return True, relation
        found: list[Value | None] = []
        if nodes:
            found.append(self._defined(receiver, cls, nodes))
        if isinstance(receiver, Of):
            assigned = self._types.classes.assigned(cls, name)
            if assigned and not any(isinstance(node, ast.AnnAssign) for node in nodes):
                declared = next((a for a in assigned if a.annotation is not None), None)
                chosen = [declared] if declared is not None else assigned
                found += [
                    self._assigned(one.function.module, one.annotation, one.value) for one in chosen
                ]
        if not found:
            return False, None
        if isinstance(receiver, Of):
            found = [None if _is_column(value) else value for value in found]
        return True, substituted(joined(found), self._types.classes.meanings(receiver, cls))

    def _assigned(
        self, module: SourceModule, annotation: ast.expr | None, value: ast.expr | None
    ) -> Value | None:
        declared = self._types.annotations.value(module, annotation)
        return declared if declared is not None else self._types.value(module, value)

    def _defined(
        self, receiver: Of | TheClass, cls: Class, nodes: tuple[ast.stmt, ...]
    ) -> Value | None:
        node = _getter(nodes)
        module = cls.module
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self._method(receiver, self._parts(module).functions[node])
            case ast.ClassDef():
                return self._names.defined(module, node)
            case ast.AnnAssign():
                declared = self._types.annotations.value(module, node.annotation)
                return declared if declared is not None else self._types.value(module, node.value)
            case ast.Assign():
                given = [each.value for each in nodes if isinstance(each, ast.Assign)]
                return joined(self._plain(self._types.value(module, each)) for each in given)
        return None

    def _plain(self, value: Value | None) -> Value | None:
        """A class attribute as its objects see it: a descriptor hands out something else."""
        cls = self._types.classes.find(value.name) if isinstance(value, Of) else None
        if cls is None or not isinstance(value, Of):
            return value
        getter = self.attribute(value, "__get__")
        return self._types.returns.result(getter, None) if isinstance(getter, Routine) else value

    def _method(self, receiver: Of | TheClass, function: Function) -> Value | None:
        marks = marks_of(function)
        if any(mark.endswith(PROPERTIES) for mark in marks):
            if isinstance(receiver, TheClass):
                return None
            return self._types.returns.routine(Routine(function, receiver), None)
        if "staticmethod" in marks:
            return Routine(function)
        if "classmethod" in marks:
            return Routine(function, TheClass(receiver.name, receiver.args))
        return Routine(function, receiver if isinstance(receiver, Of) else None)

    def _of_class(self, value: TheClass, name: str) -> Value | None:
        cls = self._types.classes.find(value.name)
        if cls is None:
            return None if value.name.startswith("~") else LibraryMethod(value, value.name, name)
        order = self._types.classes.order(cls)
        member = self.of_class_body(value, name)
        if member is not None and isinstance(member[1], ast.Assign | ast.AnnAssign):
            if self._types.classes.is_subclass(value.name, "enum.Enum"):
                return Of(value.name)
            found = self._from_order(value, order.classes, name, whole=order.whole)
            return _column(found) if self._mapped(value.name, *member) else found
        return self._from_order(value, order.classes, name, whole=order.whole)

    def _mapped(self, name: str, home: Class, node: ast.stmt) -> bool:
        """Whether a member of a class is a mapped column or relationship."""
        if isinstance(node, ast.AnnAssign):
            head = node.annotation.value if isinstance(node.annotation, ast.Subscript) else None
            symbol = None if head is None else self._types.symbol(home.module, head)
            mapped = isinstance(symbol, LibraryName) and symbol.name.endswith("Mapped")
            return mapped or self._types.classes.is_subclass(name, "sqlmodel.SQLModel")
        if _is_relation((node,)):
            return True
        value = self._types.value(home.module, node.value) if isinstance(node, ast.Assign) else None
        return _is_column(value)

    def of_class_body(self, value: TheClass, name: str) -> tuple[Class, ast.stmt] | None:
        """The class that defines a member, and the statement that does."""
        cls = self._types.classes.find(value.name)
        for each in self._types.classes.order(cls).classes if cls is not None else ():
            if isinstance(each, Class):
                nodes = self._types.classes.members(each).get(name)
                if nodes:
                    return each, nodes[-1]
        return None


_SETTERS: Final = frozenset(("setter", "deleter", "expression", "comparator", "inplace"))


def _getter(nodes: tuple[ast.stmt, ...]) -> ast.stmt:
    """The statement that counts: the last, for a property the one that reads."""
    for node in reversed(nodes):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = {getattr(each, "attr", "") for each in node.decorator_list}
            if names & _SETTERS:
                continue
        return node
    return nodes[-1]


def _is_relation(nodes: tuple[ast.stmt, ...]) -> bool:
    """Whether a member is a relationship without an annotation that tells its class."""
    match nodes:
        case (ast.Assign(value=ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name))),):
            return name in {"relationship", "relation", "Relationship"}
    return False


def _is_column(value: Value | None) -> bool:
    """Whether it is a column of the older style: what its objects hold isn't said."""
    return isinstance(value, Of) and sql.kind(value.name) == "Column"


def _column(value: Value | None) -> Value:
    return Of(sql.COLUMN, (None if _is_column(value) else value,))
