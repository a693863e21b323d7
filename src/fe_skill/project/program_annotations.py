"""What an annotation says, as a value.

Lives here: Annotations.
Does not:   what expressions stand for (program_types.py).
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fe_skill.project.program_names import Global, Local, Names
from fe_skill.project.program_values import (
    AWAITABLE,
    DICT,
    LIST,
    NONE,
    TUPLE,
    LibraryName,
    Of,
    TheClass,
    Value,
    Variable,
    joined,
)
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.tree import expression_of

if TYPE_CHECKING:
    from fe_skill.project.program_types import Types

_DEEPEST: Final = 20
_LISTS: Final = frozenset(("List", "list"))
_HOLDERS: Final = frozenset(
    ("Sequence", "Iterable", "Iterator", "Collection", "AsyncIterator", "AsyncIterable",
     "Generator", "AsyncGenerator", "MutableSequence")
)  # fmt: skip
_SETS: Final = {
    "Set": "builtins.set",
    "FrozenSet": "builtins.frozenset",
    "Deque": "collections.deque",
}
_INNER: Final = frozenset(
    ("ClassVar", "Final", "Required", "NotRequired", "ReadOnly", "Mapped", "DynamicMapped",
     "WriteOnlyMapped", "FromDishka", "SkipValidation", "InstanceOf", "SerializeAsAny")
)  # fmt: skip
_AWAITABLES: Final = frozenset(("Awaitable", "Coroutine"))
_DICTS: Final = frozenset(("Dict", "dict", "Mapping", "MutableMapping", "defaultdict"))
ELLIPSIS: Final = Of("builtins.ellipsis")
_MANAGERS: Final = frozenset(
    (
        "AbstractContextManager",
        "AbstractAsyncContextManager",
        "ContextManager",
        "AsyncContextManager",
    )
)


class Annotations:
    """Annotations of all modules."""

    def __init__(self, names: Names, types: "Types") -> None:
        self._names = names
        self._types = types
        self._aliases: dict[Global, Value | None] = {}

    def value(  # noqa: PLR0911 -- one case a kind
        self, module: SourceModule, node: ast.expr | None, at: ast.AST | None = None, depth: int = 0
    ) -> Value | None:
        """The value that has this annotation; None where it says nothing that is known."""
        if node is None or depth > _DEEPEST:
            return None
        at = node if at is None else at
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=value) if value is ...:
                return ELLIPSIS
            case ast.Constant(value=str(text)):
                return self._text(module, text, at, depth)
            case ast.Name() | ast.Attribute():
                return self._named(module, node, at, depth)
            case ast.BinOp(op=ast.BitOr()):
                both = node.left, node.right
                return joined(self.value(module, each, at, depth + 1) for each in both)
            case ast.Subscript():
                return self._subscript(module, node, at, depth)
        return None

    def extras(
        self, module: SourceModule, node: ast.expr, depth: int = 0
    ) -> Iterator[tuple[SourceModule, ast.expr]]:
        """What `Annotated` adds, each with the module that it stands in; aliases followed."""
        if depth > _DEEPEST:
            return
        if isinstance(node, ast.Subscript):
            head = self._types.symbol(module, node.value)
            if isinstance(head, LibraryName) and head.name.endswith(".Annotated"):
                inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                yield from self.extras(module, inner[0], depth + 1)
                yield from ((module, each) for each in inner[1:])
            return
        symbol = self._types.symbol(module, node)
        found = self._assigned(symbol) if isinstance(symbol, Global) else None
        if found is not None:
            yield from self.extras(*found, depth + 1)

    def _assigned(self, symbol: Global) -> tuple[SourceModule, ast.expr] | None:
        """The one expression that a module gives a name."""
        module = self._names.module_at(symbol.path)
        if module is None:
            return None
        bindings = self._names.bindings(module, module.tree).get(symbol.name, ())
        if len(bindings) != 1 or bindings[0].value is None:
            return None
        return module, bindings[0].value

    def parametrised(
        self, module: SourceModule, cls: TheClass, given: ast.expr, at: ast.AST
    ) -> TheClass:
        """A generic class of the project with its arguments."""
        each = given.elts if isinstance(given, ast.Tuple) else [given]
        return TheClass(cls.name, tuple(self.value(module, one, at) for one in each))

    def _text(self, module: SourceModule, text: str, at: ast.AST, depth: int) -> Value | None:
        try:
            return self.value(module, expression_of(text.strip()), at, depth + 1)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def _named(
        self, module: SourceModule, node: ast.Name | ast.Attribute, at: ast.AST, depth: int
    ) -> Value | None:
        symbol = self._types.symbol(module, node, at)
        match symbol:
            case TheClass():
                return Of(symbol.name)
            case LibraryName(name=name):
                return _plain(name)
            case Global():
                return self._alias(symbol, depth)
            case Local(bindings=(binding,)) if binding.value is not None:
                return self.value(symbol.module, binding.value, None, depth + 1)
        return None

    def _alias(self, symbol: Global, depth: int) -> Value | None:
        """A variable used as a type: an alias, a type variable, or a class made by a call."""
        if symbol not in self._aliases:
            self._aliases[symbol] = None
            self._aliases[symbol] = self._aliased(symbol, depth)
        return self._aliases[symbol]

    def _aliased(self, symbol: Global, depth: int) -> Value | None:
        found = self._assigned(symbol)
        if found is None:
            return None
        module, value = found
        if isinstance(value, ast.Call):
            made = self._types.symbol(module, value.func)
            name = made.name.rpartition(".")[2] if isinstance(made, LibraryName) else ""
            if name == "NewType" and len(value.args) > 1:
                return self.value(module, value.args[1], None, depth + 1)
            return Variable(symbol.name) if name == "TypeVar" else None
        return self.value(module, value, None, depth + 1)

    def _subscript(
        self, module: SourceModule, node: ast.Subscript, at: ast.AST, depth: int
    ) -> Value | None:
        head = self._types.symbol(module, node.value, at)
        each = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(head, TheClass):
            return Of(head.name, tuple(self.value(module, one, at, depth + 1) for one in each))
        if not isinstance(head, LibraryName):
            return None
        kind = head.name.rpartition(".")[2]
        if kind == "Annotated":
            return self._annotated(module, each, at, depth)
        if kind == "Literal":
            return joined(self._types.value(module, one) for one in each)
        if kind in {"type", "Type"}:
            return _class_of(self.value(module, each[0], at, depth + 1))
        inner = tuple(self.value(module, one, at, depth + 1) for one in each)
        return _generic(head.name, kind, inner)

    def _annotated(
        self, module: SourceModule, each: list[ast.expr], at: ast.AST, depth: int
    ) -> Value | None:
        declared = self.value(module, each[0], at, depth + 1)
        if declared is not None and declared != Of("typing.Any"):
            return declared
        handed = (self._types.injects.injected(module, one) for one in each[1:])
        return next((one for one in handed if one is not None), None)


# What the names of `typing` say without arguments; those of None nothing at all.
_PLAIN: Final[dict[str, Value | None]] = {
    **{kind: Of(f"collections.abc.{kind}") for kind in _HOLDERS},
    **{kind: Of(name) for kind, name in _SETS.items()},
    **dict.fromkeys(
        ("Union", "Optional", "Final", "ClassVar", "Annotated", "Literal", "Type", "TypeAlias")
    ),
    "Tuple": Of(TUPLE),
    "Any": Of("typing.Any"),
    "Callable": Of("collections.abc.Callable"),
    "Awaitable": Of(AWAITABLE),
    "Coroutine": Of(AWAITABLE),
    "Text": Of("builtins.str"),
}


def _plain(name: str) -> Value | None:
    """A library's class without arguments."""
    kind = name.rpartition(".")[2]
    typing = name.startswith(("typing.", "collections.abc.", "typing_extensions."))
    if kind in _LISTS:
        return Of(LIST)
    if kind in _DICTS and (typing or name.startswith("builtins.")):
        return Of(DICT)
    if kind == "Self" and typing:
        return Variable("Self")
    if typing and kind in _PLAIN:
        return _PLAIN[kind]
    return NONE if name == "builtins.None" else Of(name)


def _generic(name: str, kind: str, inner: tuple[Value | None, ...]) -> Value | None:  # noqa: C901, PLR0911
    if kind == "Optional":
        return joined((*inner, NONE))
    if kind == "Union":
        return joined(inner)
    if kind in _LISTS:
        return Of(LIST, inner)
    if kind in _HOLDERS:
        return Of(f"collections.abc.{kind}", inner[:1])
    if kind in _SETS:
        return Of(_SETS[kind], inner)
    if kind in _INNER:
        return inner[0]
    if kind in _AWAITABLES:
        return Of(AWAITABLE, inner[-1:])
    if kind in _DICTS:
        return Of(DICT, inner)
    if kind in {"Tuple", "tuple"}:
        return Of(LIST, inner[:1]) if inner[1:] == (ELLIPSIS,) else Of(TUPLE, inner)
    if kind in _MANAGERS:
        return Of("contextlib.AbstractContextManager", inner[:1])
    if kind == "Callable":
        return Of("collections.abc.Callable")
    return Of(name, inner)


def _class_of(value: Value | None) -> Value | None:
    if isinstance(value, Variable):
        return TheClass(f"~{value.name}")
    return TheClass(value.name, value.args) if isinstance(value, Of) else None
