"""The nodes of one tree by kind, each with what it is a part of: one walk for all questions.

Lives here: Index.
Does not:   what nodes mean (module.py).

Nodes are numbered on the way, in source order. What stands in a function is a range of numbers, so
a question about one function is a look into sorted lists rather than another walk.
"""

import ast
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
CALLABLES: Final = (*FUNCTIONS, ast.Lambda)
# Fields that hold no node, or one without a place, which is shared by all that use it.
_PLAIN: Final = frozenset(
    ("id", "ctx", "attr", "arg", "op", "ops", "kind", "conversion", "level", "module", "asname",
     "type_comment", "simple", "is_async", "rest", "kwd_attrs")
)  # fmt: skip


class _Kind(NamedTuple):
    """The nodes of one class with their numbers, and the fields that may hold nodes, reversed."""

    nodes: list[ast.AST]
    numbers: "array[int]"
    fields: tuple[str, ...]


class _Span:
    """The numbers of a callable: its own, and the last ones before, in and after its body."""

    __slots__ = ("after", "before", "body", "own")

    def __init__(self, own: int) -> None:
        self.own = self.before = self.body = self.after = own


class _Mark(NamedTuple):
    """A stop on the walk: one of a callable's numbers is known here."""

    span: _Span
    part: str


_Ranges = tuple[tuple[int, int], ...]


class Index:
    """The nodes of a tree, in source order."""

    def __init__(self, tree: ast.AST) -> None:
        self.parents: dict[ast.AST, ast.AST] = {}
        self._kinds: dict[type, _Kind] = {}
        self._spans: dict[ast.AST, _Span] = {}
        self._ranges: dict[tuple[ast.AST, bool], _Ranges] = {}
        self._walk(tree)
        self._starts = array("l", (span.own for span in self._spans.values()))
        self._in_order = tuple(self._spans.items())

    def of(self, kind: type[ast.AST]) -> list[ast.AST]:
        """The nodes of a class."""
        known = self._kinds.get(kind)
        return [] if known is None else known.nodes

    def inside(self, function: ast.AST, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Those in a function's body, without what functions and lambdas in it are made of."""
        return self._within(self._known(function, lambdas=True), kinds)

    def running_in(self, function: ast.AST, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Those that run with a function's body: also in lambdas, and in front of inner bodies."""
        return self._within(self._known(function, lambdas=False), kinds)

    def _within(self, ranges: _Ranges, kinds: tuple[type[ast.AST], ...]) -> list[ast.AST]:
        found: list[tuple[int, ast.AST]] = []
        for known in filter(None, map(self._kinds.get, kinds)):
            for low, high in ranges:
                start = bisect_right(known.numbers, low)
                end = bisect_right(known.numbers, high, start)
                found += zip(known.numbers[start:end], known.nodes[start:end], strict=True)
        if len(kinds) > 1:
            found.sort(key=_number)
        return [node for _, node in found]

    def _known(self, function: ast.AST, *, lambdas: bool) -> _Ranges:
        """The numbers of what is a function's own: each above the first, up to the second."""
        key = (function, lambdas)
        known = self._ranges.get(key)
        if known is None:
            known = self._ranges[key] = tuple(self._own(self._spans[function], lambdas=lambdas))
        return known

    def _own(self, outer: _Span, *, lambdas: bool) -> Iterator[tuple[int, int]]:
        at = outer.before
        for node, span in self._in_order[bisect_right(self._starts, at) :]:
            if span.own > outer.body:
                break
            if span.own <= at or (not lambdas and isinstance(node, ast.Lambda)):
                continue  # inside of one that is left out, or no function of its own
            yield at, span.own if lambdas else span.before
            at = span.after if lambdas else span.body
        yield at, outer.body

    def _walk(self, tree: ast.AST) -> None:
        kinds, parents = self._kinds, self.parents
        pending: list[ast.AST | _Mark] = [tree]
        push, pop = pending.append, pending.pop
        number = 0
        while pending:
            node = pop()
            if isinstance(node, _Mark):
                setattr(node.span, node.part, number)
                continue
            kind = node.__class__
            known = kinds.get(kind)
            if known is None:
                known = kinds[kind] = _Kind([], array("l"), _fields(kind))
            number += 1
            known.nodes.append(node)
            known.numbers.append(number)
            if kind in CALLABLES:
                pending += self._with_marks(node, known.fields, _Span(number))
                continue
            for name in known.fields:
                value = getattr(node, name, None)
                if value.__class__ is list:
                    for each in reversed(value):
                        if isinstance(each, ast.AST):
                            parents[each] = node
                            push(each)
                elif isinstance(value, ast.AST):
                    parents[value] = node
                    push(value)

    def _with_marks(
        self, node: ast.AST, fields: tuple[str, ...], span: _Span
    ) -> Iterator[ast.AST | _Mark]:
        """What a callable is made of, the last first, with a stop at either end of its body."""
        self._spans[node] = span
        yield _Mark(span, "after")
        for name in fields:
            if name == "body":
                yield _Mark(span, "body")
            value = getattr(node, name, None)
            for each in reversed(value) if isinstance(value, list) else (value,):
                if isinstance(each, ast.AST):
                    self.parents[each] = node
                    yield each
            if name == "body":
                yield _Mark(span, "before")


def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a class that may hold nodes, the last one first."""
    if kind is ast.Constant:
        return ()
    return tuple(name for name in reversed(kind._fields) if name not in _PLAIN)  # type: ignore[attr-defined]


def _number(found: tuple[int, ast.AST]) -> int:
    return found[0]
