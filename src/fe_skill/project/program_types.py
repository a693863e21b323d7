"""What an expression stands for: annotations, constructors, attributes, calls, known queries.

Lives here: Types.
Does not:   annotations (program_annotations.py), libraries (program_library.py).
Where two ways lead to different answers, or a step isn't known, the answer is None.
"""

import ast
from collections.abc import Callable
from typing import Final

from fe_skill.project import program_library as library
from fe_skill.project import program_sql as sql
from fe_skill.project.program_annotations import Annotations
from fe_skill.project.program_bindings import Binding
from fe_skill.project.program_classes import Classes
from fe_skill.project.program_injects import Injects
from fe_skill.project.program_members import Members
from fe_skill.project.program_names import Global, Local, Names, Symbol
from fe_skill.project.program_narrowing import tested_names, tests_around
from fe_skill.project.program_once import Once
from fe_skill.project.program_parts import Class, Parts, marks_of
from fe_skill.project.program_returns import Returns
from fe_skill.project.program_values import (
    AWAITABLES,
    BOOL,
    DICT,
    LIST,
    NONE,
    SET,
    STR,
    TUPLE,
    LibraryName,
    ModuleOf,
    Of,
    Routine,
    TheClass,
    Value,
    Variable,
    joined,
    listed,
)
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_COMPREHENDED: Final[dict[type[ast.expr], str]] = {
    ast.ListComp: LIST, ast.SetComp: SET, ast.GeneratorExp: "collections.abc.Generator",
}  # fmt: skip


class Types:
    """The values of expressions, each worked out once."""

    def __init__(
        self,
        names: Names,
        parts: Callable[[SourceModule], Parts],
        find: Callable[[str], Class | None],
        relation: Callable[[str, str], Value | None],
    ) -> None:
        self._names = names
        self._parts = parts
        self.annotations = Annotations(names, self)
        self.members = Members(names, parts, self, relation)
        self.returns = Returns(parts, self)
        self.injects = Injects(self)
        self.classes = Classes(find, parts, self.value, self.annotations.value)
        self.once: Once[Value] = Once()

    def value(self, module: SourceModule, node: ast.expr | None) -> Value | None:
        """What an expression stands for where it stands; None where that can't be told."""
        if node is None:
            return None
        return self.once.get(node, lambda: self._value(module, node))

    def symbol(
        self, module: SourceModule, node: ast.expr, at: ast.AST | None = None
    ) -> Symbol | Local | None:
        """What a name or chain of attributes means without looking into variables."""
        if isinstance(node, ast.Name):
            return self._names.lookup(module, node.id, node if at is None else at)
        if isinstance(node, ast.Attribute):
            base = self.symbol(module, node.value, at)
            if isinstance(base, LibraryName | ModuleOf):
                return self._names.attribute(base, node.attr)
            if isinstance(base, TheClass):
                member = self.members.of_class_body(base, node.attr)
                if member is not None and isinstance(member[1], (*FUNCTIONS, ast.ClassDef)):
                    return self._names.defined(member[0].module, member[1])
        return None

    def of_symbol(self, symbol: Symbol | Local | None) -> Value | None:
        """What a symbol stands for; of a variable, what it was given."""
        if isinstance(symbol, Local):
            return joined(self._bound(symbol.module, binding) for binding in symbol.bindings)
        if isinstance(symbol, Global):
            return self._global(symbol)
        return symbol

    def entered(self, module: SourceModule, node: ast.expr) -> Value | None:
        """What `with` binds for an expression."""
        value = self.value(module, node)
        found = library.entered(value)
        if found is not None or not isinstance(value, Of):
            return found
        for name in ("__aenter__", "__enter__"):
            method = self.members.attribute(value, name)
            if isinstance(method, Routine):
                return library.unawaited(self.returns.result(method, None))
        return None

    # One expression.

    def _value(self, module: SourceModule, node: ast.expr) -> Value | None:  # noqa: C901, PLR0911, PLR0912
        match node:
            case ast.Name():
                found = self.of_symbol(self.symbol(module, node))
                return self._narrowed(module, node, found)
            case ast.Attribute():
                return self.members.attribute(self.value(module, node.value), node.attr)
            case ast.Call():
                return self.returns.called(module, node)
            case ast.Await():
                value = self.value(module, node.value)
                done = isinstance(value, Of) and value.name in AWAITABLES
                return library.unawaited(value) if done else None
            case ast.Constant(value=constant):
                return NONE if constant is None else Of(f"builtins.{type(constant).__name__}")
            case ast.JoinedStr():
                return STR
            case ast.List() | ast.Set():
                return self._held(module, node.elts, LIST if isinstance(node, ast.List) else SET)
            case ast.Tuple(elts=elements):
                return Of(TUPLE, tuple(self.value(module, each) for each in elements))
            case ast.Dict():
                return self._dictionary(module, node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return Of(_COMPREHENDED[type(node)], (self.value(module, node.elt),))
            case ast.DictComp():
                return Of(DICT, (self.value(module, node.key), self.value(module, node.value)))
            case ast.Subscript():
                return self._subscript(module, node)
            case ast.BoolOp():
                return self._either(module, node)
            case ast.IfExp():
                return joined((self.value(module, node.body), self.value(module, node.orelse)))
            case ast.NamedExpr():
                return self.value(module, node.value)
            case ast.Compare(ops=[ast.Is() | ast.IsNot() | ast.In() | ast.NotIn(), *_]):
                return BOOL
            case ast.UnaryOp(op=ast.Not()):
                return BOOL
            case ast.BinOp():
                left, right = self.value(module, node.left), self.value(module, node.right)
                return left if left == right and left == STR else None
        return None

    def _held(self, module: SourceModule, elements: list[ast.expr], kind: str) -> Value:
        if not elements:
            return Of(kind)
        return Of(kind, (joined(self.value(module, each) for each in elements),))

    def _dictionary(self, module: SourceModule, node: ast.Dict) -> Value:
        if not node.values or None in node.keys:
            return Of(DICT)
        keys = joined(self.value(module, each) for each in node.keys)
        held = joined(self.value(module, each) for each in node.values)
        # One of plain values is often filled up with others.
        plain = not isinstance(held, Of) or held.name.startswith("builtins.")
        return Of(DICT, (keys, None if plain else held))

    def _either(self, module: SourceModule, node: ast.BoolOp) -> Value | None:
        values = [self.value(module, each) for each in node.values]
        if isinstance(node.op, ast.And):
            return joined((*values[-1:], NONE))
        strict = [
            joined((v,)) if not isinstance(v, Of) else Of(v.name, v.args) for v in values[:-1]
        ]
        return joined((*(v for v in strict if v != NONE), values[-1]))

    def _subscript(self, module: SourceModule, node: ast.Subscript) -> Value | None:
        value = self.value(module, node.value)
        if isinstance(value, TheClass):
            return self.annotations.parametrised(module, value, node.slice, node)
        if isinstance(value, LibraryName):
            return value if library.looks_like_a_class(value.name) else None
        if isinstance(node.slice, ast.Slice):
            return value if isinstance(value, Of) and value.name in {LIST, "builtins.str"} else None
        if isinstance(value, Of) and value.name == DICT:
            return value.args[1] if len(value.args) == 2 else None  # noqa: PLR2004
        index = node.slice.value if isinstance(node.slice, ast.Constant) else 0
        sequence = isinstance(value, Of) and value.name not in {sql.SCALARS, sql.RESULT}
        return library.unpacked(value, index) if sequence and isinstance(index, int) else None

    # Names.

    def _narrowed(self, module: SourceModule, node: ast.Name, found: Value | None) -> Value | None:
        """The value of a name under an `if isinstance(name, ...)` around it."""
        tested = module.once(tested_names)
        for test in tests_around(module, node) if node.id in tested else ():
            kinds = test.args[1].elts if isinstance(test.args[1], ast.Tuple) else [test.args[1]]
            narrow = joined(self.annotations.value(module, kind) for kind in kinds)
            if not isinstance(found, Of) or not isinstance(narrow, Of):
                return narrow
            within = self.classes.is_subclass(found.name, narrow.name)
            return Of(found.name, found.args) if within else narrow
        return found

    def _global(self, symbol: Global) -> Value | None:
        return self.once.get(symbol, lambda: self._global_now(symbol))

    def _global_now(self, symbol: Global) -> Value | None:
        module = self._names.module_at(symbol.path)
        if module is None:
            return None
        bindings = self._names.bindings(module, module.tree).get(symbol.name, ())
        return joined(self._bound(module, binding) for binding in bindings)

    def _bound(self, module: SourceModule, binding: Binding) -> Value | None:
        found = self._bound_whole(module, binding)
        for step in binding.steps:
            found = library.unpacked(found, step)
        return found

    def _bound_whole(self, module: SourceModule, binding: Binding) -> Value | None:  # noqa: PLR0911
        match binding.kind:
            case "parameter":
                return self._parameter(module, binding)
            case "rest":
                return listed(self.annotations.value(module, binding.annotation))
            case "keywords":
                return Of(DICT, (STR, self.annotations.value(module, binding.annotation)))
            case "value":
                declared = self.annotations.value(module, binding.annotation)
                return self._filled(declared, module, binding.value)
            case "item":
                return self.item(self.value(module, binding.value))
            case "entered":
                return self.entered(module, binding.value) if binding.value else None
            case "caught":
                return self._caught(module, binding.value)
            case "import":
                return self.of_symbol(self._names.imported(module, binding))
            case "def" | "class":
                return self._names.defined(module, binding.node)
        return None

    def _filled(
        self, declared: Value | None, module: SourceModule, node: ast.expr | None
    ) -> Value | None:
        """What is declared; where that leaves out what it holds, as it is given."""
        if declared is None:
            return self.value(module, node)
        if not isinstance(declared, Of) or declared.args or node is None:
            return declared
        given = self.value(module, node)
        if not isinstance(given, Of) or not given.args:
            return declared
        select = sql.kind(declared.name).startswith("Select") and sql.kind(given.name) == "Select"
        return given if select or given.name == declared.name else declared

    def item(self, value: Value | None) -> Value | None:
        """What a loop takes from a value: of the project's classes by their `__iter__`."""
        found = library.iterated(value)
        if found is not None or not isinstance(value, Of):
            return found
        if isinstance(value, Of) and self.classes.find(value.name) is not None:
            for name in ("__aiter__", "__iter__"):
                method = self.members.attribute(value, name)
                if isinstance(method, Routine):
                    return library.iterated(self.returns.result(method, None))
        return None

    def _caught(self, module: SourceModule, node: ast.expr | None) -> Value | None:
        each = node.elts if isinstance(node, ast.Tuple) else [node]
        return joined(self.returns.result(self.class_value(module, one), None) for one in each)

    def class_value(self, module: SourceModule, node: ast.expr | None) -> Value | None:
        """The same, with a library name taken for a class."""
        value = self.value(module, node)
        return TheClass(value.name) if isinstance(value, LibraryName) else value

    def _parameter(self, module: SourceModule, binding: Binding) -> Value | None:
        arguments = module.parent(binding.node)
        function = module.parent(arguments) if arguments is not None else None
        if isinstance(function, FUNCTIONS):
            me = self._self(module, function, binding.node)
            if me is not None:
                return me
        declared = self.annotations.value(module, binding.annotation)
        if declared is None or declared == Of("typing.Any"):
            return self.injects.injected(module, binding.value)
        none = isinstance(binding.value, ast.Constant) and binding.value.value is None
        return joined((declared, NONE)) if none else declared

    def _self(self, module: SourceModule, node: ast.AST, argument: ast.AST) -> Value | None:
        """The object or class that a method's first parameter is."""
        function = self._parts(module).functions.get(node)
        if function is None or function.owner is None:
            return None
        first = next(iter([*function.node.args.posonlyargs, *function.node.args.args]), None)
        cls = self.classes.find(function.owner)
        if first is not argument or cls is None:
            return None
        marks = marks_of(function)
        if "staticmethod" in marks:
            return None
        args = tuple(Variable(name) for name in self.classes.parameters(cls))
        of_class = "classmethod" in marks or function.name in _CLASS_METHODS
        return TheClass(cls.dotted, args) if of_class else Of(cls.dotted, args)

    # Attributes.

    # Calls.


_CLASS_METHODS: Final = frozenset(("__new__", "__init_subclass__", "__class_getitem__"))
