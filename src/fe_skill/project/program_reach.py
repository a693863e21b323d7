"""Which functions are reached from which, and by what chain of calls.

Lives here: Reach, Reached, RoutePath.
Does not:   single calls (program_calls.py).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from fe_skill.project.model import Route
from fe_skill.project.program_parts import CallSite, Function

Chain = tuple[CallSite, ...]


class Reached(NamedTuple):
    """A function and the shortest chain of calls that leads to it; empty for the start."""

    function: Function
    chain: Chain

    @property
    def on_loop(self) -> bool:
        """Whether no step of the chain goes to a worker thread."""
        return not any(site.off_loop for site in self.chain)


class RoutePath(NamedTuple):
    """A route, and the chain that leads from its function, or a dependency, to a function."""

    route: Route
    chain: Chain


class Edge(NamedTuple):
    """A call that leads to a function of the project."""

    site: CallSite
    function: Function


class Reach:
    """The graph of calls, each function's edges worked out once."""

    def __init__(
        self,
        behind: Callable[[CallSite], tuple[Function, ...]],
        overriding: Callable[[Function], tuple[Function, ...]],
    ) -> None:
        self._behind = behind
        self._overriding = overriding
        self._edges: dict[Function, tuple[Edge, ...]] = {}

    def edges(self, function: Function) -> tuple[Edge, ...]:
        """The calls of a function that lead on in the project."""
        known = self._edges.get(function)
        if known is None:
            known = self._edges[function] = tuple(self._leading(function))
        return known

    def _leading(self, function: Function) -> Iterator[Edge]:
        for site in function.calls:
            for behind in self._behind(site):
                yield Edge(site, behind)
                for other in self._overriding(behind):
                    yield Edge(site.leading_to(other.dotted), other)

    def reached(self, start: Function) -> Iterator[Reached]:
        """The start and every function that it reaches, the nearest first."""
        return self.walk([start])

    def walk(self, starts: Iterable[Function]) -> Iterator[Reached]:
        """The same from several functions: each reached once, from the nearest of them."""
        pending = deque(Reached(start, ()) for start in dict.fromkeys(starts))
        seen = {one.function for one in pending}
        while pending:
            at = pending.popleft()
            yield at
            for edge in self.edges(at.function):
                if edge.function not in seen:
                    seen.add(edge.function)
                    pending.append(Reached(edge.function, (*at.chain, edge.site)))


class Backwards:
    """The same graph the other way, for what a set of functions reaches."""

    def __init__(self, reach: Reach, starts: Iterable[Function]) -> None:
        self._into: dict[Function, list[Edge]] = {}
        self.functions: dict[Function, Reached] = {}
        for one in reach.walk(starts):
            self.functions[one.function] = one
            for edge in reach.edges(one.function):
                self._into.setdefault(edge.function, []).append(edge)

    def leading_to(self, functions: Iterable[Function]) -> frozenset[Function]:
        """The functions that lead to one of `functions`, and these."""
        seen = set(functions)
        pending = list(seen)
        while pending:
            for edge in self._into.get(pending.pop(), ()):
                if edge.site.function not in seen:
                    seen.add(edge.site.function)
                    pending.append(edge.site.function)
        return frozenset(seen)

    def to(self, function: Function) -> Iterator[Reached]:
        """The functions that lead to one, each with its shortest chain, the nearest first."""
        pending = deque([Reached(function, ())])
        seen = {function}
        while pending:
            at = pending.popleft()
            yield at
            for edge in self._into.get(at.function, ()):
                caller = edge.site.function
                if caller not in seen:
                    seen.add(caller)
                    pending.append(Reached(caller, (edge.site, *at.chain)))
