"""One parsed file to ask questions of: its nodes by kind, what encloses them, what names mean.

Lives here: SourceModule, Span.
Does not:   what a name means in another file (project/program.py).

Every index is made when it is first asked for. Names are those that the file itself gives: an
import wherever it stands, and what the module defines at its top. A name that is local to the
function around it means nothing here, so `dotted` answers None rather than guess.
"""

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from fe_skill.syntax.index import CALLABLES, FUNCTIONS, Index
from fe_skill.syntax.memo import Memo

__all__ = ["FUNCTIONS", "Function", "SourceModule", "Span"]

Function = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES: Final = (*CALLABLES, *_COMPREHENSIONS)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
# Expressions that bind no name, but for a walrus in them.
_VALUES: Final = frozenset(
    (ast.Attribute, ast.Await, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.Dict,
     ast.IfExp, ast.JoinedStr, ast.Set, ast.Subscript, ast.UnaryOp, ast.Yield, ast.YieldFrom)
)  # fmt: skip
_INNER: Final[frozenset[type[ast.AST]]] = frozenset((ast.Lambda, *_COMPREHENSIONS))
_DEFINES: Final = (*FUNCTIONS, ast.ClassDef)
_BUILTIN: Final = frozenset(dir(builtins))
_N = TypeVar("_N", bound=ast.AST)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file. Lines and columns count from 1, columns in characters."""

    line: int
    column: int
    end_line: int
    end_column: int


class SourceModule(Memo):
    """A file's tree with indexes. `name` is its dotted name, `path` tells a package apart."""

    def __init__(
        self, path: str, name: str, text: str, tree: ast.Module, *, rewritten: bool = False
    ) -> None:
        self.path = path
        self.name = name
        self.text = text
        self.tree = tree
        self.rewritten = rewritten

    def nodes(self, *kinds: type[_N]) -> tuple[_N, ...]:
        """The nodes of these classes, in source order."""
        if len(kinds) == 1:
            return tuple(self._index.of(kinds[0]))  # type: ignore[arg-type]
        found = [node for kind in kinds for node in self._index.of(kind)]
        found.sort(key=_place)
        return tuple(found)  # type: ignore[arg-type]

    @property
    def functions(self) -> tuple[Function, ...]:
        """The functions and methods, nested ones too, in source order."""
        return self.nodes(*FUNCTIONS)

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that `node` is a part of; None for the module."""
        return self._index.parents.get(node)

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around `node`, the nearest first."""
        at = self._index.parents.get(node)
        while at is not None:
            yield at
            at = self._index.parents.get(at)

    def enclosing(self, node: ast.AST, *kinds: type[_N]) -> _N | None:
        """The nearest node of these classes around `node`."""
        return next((at for at in self.parents(node) if isinstance(at, kinds)), None)

    def function_of(self, node: ast.AST) -> Function | None:
        """The innermost function in whose body, signature or decorators `node` stands."""
        found: Function | None = self.enclosing(node, *FUNCTIONS)  # type: ignore[assignment]
        return found

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The class whose body `node` stands in directly, as a method does."""
        for at in self.parents(node):
            if isinstance(at, ast.ClassDef):
                return at
            if isinstance(at, CALLABLES):
                return None
        return None

    def inside(self, node: ast.AST, *kinds: type[_N]) -> Iterator[_N]:
        """The nodes of these classes below `node`, without those in functions nested in it."""
        if isinstance(node, FUNCTIONS):
            yield from self._index.inside(node, *kinds)  # type: ignore[misc]
            return
        pending = list(ast.iter_child_nodes(node))[::-1]
        while pending:
            at = pending.pop()
            if isinstance(at, kinds):
                yield at
            if not isinstance(at, CALLABLES):
                pending.extend(reversed(list(ast.iter_child_nodes(at))))

    def running_in(self, function: Function, *kinds: type[_N]) -> tuple[_N, ...]:
        """The nodes of these classes that run with a function's body, in source order.

        Those of lambdas are among them, those of functions inside are not.
        """
        return tuple(self._index.running_in(function, *kinds))  # type: ignore[arg-type]

    def dotted(self, node: ast.AST | None) -> str | None:
        """What a name or a chain of attributes means, dotted; None where that isn't sure."""
        name, spelled = self._spelled(node)
        return None if name is None or self._is_local(name) else spelled

    def _spelled(self, node: ast.AST | None) -> tuple[ast.Name | None, str]:
        """The name that a chain begins with, and what it all means unless that one is local."""
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None, ""
        base = self.names.get(node.id)
        if base is None:
            if node.id not in _BUILTIN:
                return None, ""
            base = f"builtins.{node.id}"
        return node, ".".join([base, *reversed(attributes)])

    def is_(self, node: ast.AST | None, *dotted: str) -> bool:
        """Whether `node` means one of these names."""
        name, spelled = self._spelled(node)
        # What stands around a name is looked through only where it may be one of them.
        return name is not None and spelled in dotted and not self._is_local(name)

    def calls_to(self, *dotted: str, within: ast.AST | None = None) -> Iterator[ast.Call]:
        """The calls of these names, in source order."""
        calls = self.nodes(ast.Call) if within is None else self.inside(within, ast.Call)
        return (call for call in calls if self.is_(call.func, *dotted))

    @cached_property
    def names(self) -> dict[str, str]:
        """What the file's names mean: what its top defines, then its imports."""
        found = {name: self._own(name) for name in _bound(self.tree.body, self.text)[0]}
        for node in self.nodes(ast.Import):
            found.update(map(_bound_by, node.names))
        for each in self.nodes(ast.ImportFrom):
            module = self.imported_from(each)
            found.update({a.asname or a.name: f"{module}.{a.name}" for a in each.names if module})
        return found

    def span(self, node: ast.AST) -> Span:
        """Where a node stands."""
        line, end_line = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]
        return Span(
            line,
            self._characters(line, node.col_offset) + 1,  # type: ignore[attr-defined]
            end_line,
            self._characters(end_line, node.end_col_offset or 0) + 1,  # type: ignore[attr-defined]
        )

    def offsets(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends in `text`."""
        at = self.span(node)
        return self.offset(at.line, at.column), self.offset(at.end_line, at.end_column)

    def offset(self, line: int, column: int = 1) -> int:
        """Where a line and column, both from 1, stand in `text`."""
        return self._line_starts[line - 1] + column - 1

    def segment(self, node: ast.AST) -> str:
        """The source of a node."""
        start, end = self.offsets(node)
        return self.text[start:end]

    def line(self, number: int) -> str:
        """A line of the file without its end; empty where there is none."""
        if not 1 <= number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        return _LINE_END.split(self.text[start : start + 10_000], maxsplit=1)[0]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def _characters(self, line: int, column: int) -> int:
        """A column that counts UTF-8 bytes, as `ast` has it, in characters."""
        text = self.line(line)
        return column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))

    @cached_property
    def _index(self) -> Index:
        return Index(self.tree)

    def _own(self, name: str) -> str:
        return f"{self.name}.{name}" if self.name else name

    def imported_from(self, node: ast.ImportFrom) -> str | None:
        """The module that a `from` import names, relative ones resolved by this file's name."""
        if not node.level:
            return node.module
        package = self.name.split(".") if self.name else []
        up = node.level - self.path.endswith("__init__.py")
        if up > len(package):
            return None
        base = package[: len(package) - up]
        return ".".join([*base, node.module] if node.module else base)

    def _is_local(self, name: ast.Name) -> bool:
        below: ast.AST = name
        for at in self.parents(name):
            # A decorator, a default and an annotation are outside the scope of their function.
            within = isinstance(below, ast.stmt) if isinstance(at, FUNCTIONS) else True
            if within and isinstance(at, _SCOPES) and name.id in self._locals(at):
                return True
            below = at
        return False

    def _locals(self, scope: ast.AST) -> frozenset[str]:
        known = self._locals_known.get(scope)
        if known is None:
            known = self._locals_known[scope] = frozenset(_bound_in(scope, self.text))
        return known

    @cached_property
    def _locals_known(self) -> dict[ast.AST, frozenset[str]]:
        return {}


def _bound_by(alias: ast.alias) -> tuple[str, str]:
    """The name that one part of a plain import binds, and what it means."""
    top = alias.name.partition(".")[0]
    return (alias.asname, alias.name) if alias.asname else (top, top)


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _bound_in(scope: ast.AST, text: str) -> set[str]:
    """The names that are local to a scope, without what it imports or declares global."""
    if isinstance(scope, _COMPREHENSIONS):
        return _bound([generator.target for generator in scope.generators], text)[0]
    if not isinstance(scope, CALLABLES):
        return set()
    arguments = scope.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    given += [star for star in (arguments.vararg, arguments.kwarg) if star is not None]
    names = {each.arg for each in given}
    if isinstance(scope, ast.Lambda):
        return names
    bound, outer = _bound(scope.body, text)
    return names | (bound - outer)


def _bound(body: Sequence[ast.AST], text: str) -> tuple[set[str], set[str]]:
    """The names that nodes bind in their own scope, and those declared to belong outside it."""
    passed_over = _INNER if ":=" in text else _INNER | _VALUES
    bound: set[str] = set()
    outer: set[str] = set()
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        kind = node.__class__
        if kind in passed_over:
            continue
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                bound.add(node.id)
        elif isinstance(node, _DEFINES):
            bound.add(node.name)
        elif isinstance(node, ast.Global):
            outer.update(node.names)
        else:
            bound.update(_captured(node))
            for name in kind._fields:
                value = getattr(node, name, None)
                if isinstance(value, list):
                    pending += [each for each in value if isinstance(each, ast.AST)]
                elif isinstance(value, ast.AST):
                    pending.append(value)
    return bound, outer


def _captured(node: ast.AST) -> tuple[str, ...]:
    """The name that a node binds without a `Name` of its own."""
    if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        return (node.name,) if node.name else ()
    if isinstance(node, ast.MatchMapping):
        return (node.rest,) if node.rest else ()
    return ()
