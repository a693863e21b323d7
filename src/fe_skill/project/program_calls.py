"""The calls of a function, each with what it leads to and how it is made.

Lives here: Calls.
Does not:   following them further (program_reach.py).
"""

import ast
from collections.abc import Iterator
from typing import Final

from fe_skill.project.program_parts import CallSite, Function, Told
from fe_skill.project.program_types import Types
from fe_skill.project.program_values import (
    LibraryMethod,
    LibraryName,
    Of,
    Routine,
    TheClass,
    Value,
)
from fe_skill.syntax.module import FUNCTIONS, SourceModule

_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
# Where the function to run stands among the arguments of what runs it in a worker thread.
_THREADS: Final = {
    "asyncio.to_thread": 0,
    "anyio.to_thread.run_sync": 0,
    "fastapi.concurrency.run_in_threadpool": 0,
    "starlette.concurrency.run_in_threadpool": 0,
    "asgiref.sync.sync_to_async": 0,
}
_THREAD_NAMES: Final = frozenset(name.rpartition(".")[2] for name in _THREADS)
_GATHERERS: Final = frozenset(
    ("asyncio.gather", "asyncio.wait_for", "asyncio.shield", "asyncio.wait")
)
_TASKS: Final = frozenset(("add_task",))
_EXECUTORS: Final = frozenset(("run_in_executor",))
_ENTERS: Final = ("__aenter__", "__aexit__", "__enter__", "__exit__")


class Calls:
    """Calls of functions, from the values of what they call."""

    def __init__(self, types: Types) -> None:
        self._types = types

    def of(self, function: Function) -> tuple[CallSite, ...]:
        """The calls of a function's own body, after the dependencies of its signature."""
        return (*self._dependencies(function), *self._body(function))

    def _body(self, function: Function) -> Iterator[CallSite]:
        kinds: tuple[type[ast.AST], ...] = (ast.Call, ast.With, ast.AsyncWith)
        for each in function.module.running_in(function.node, *kinds):
            if isinstance(each, ast.Call):
                yield from self._call(function, each)
            elif isinstance(each, (ast.With, ast.AsyncWith)):
                yield from self._entered(function, each)

    def _call(self, function: Function, node: ast.Call) -> Iterator[CallSite]:
        site = CallSite(function, node, "call", self)
        yield site
        handed = self._handed(node, site)
        if handed is not None and not isinstance(handed[1], ast.Lambda):
            kind, argument = handed
            module = function.module
            inner, owner = self._target(self._types.value(module, argument))
            thread = kind == "thread" or not self._is_async(argument, module)
            told = Told(inner, owner, site.awaited, site.loop, thread)
            yield CallSite(function, node, kind, self, told)

    def target_of(self, site: CallSite) -> tuple[str | None, str | None]:
        """What a call leads to, and the class of its receiver."""
        func = site.node.func if isinstance(site.node, ast.Call) else site.node
        return self._target(self._types.value(site.function.module, func))

    def is_awaited(self, site: CallSite) -> bool:
        """Whether the result is awaited in place, also by way of `asyncio.gather` and the like."""
        return _is_awaited(site.function.module, site.node, self._types)

    def loop_around(self, site: CallSite) -> ast.AST | None:
        """The innermost loop in the function that repeats a call."""
        return _loop(site.function.module, site.node, site.function.node)

    def is_off_loop(self, site: CallSite) -> bool:
        """Whether the call stands in a lambda that is handed to a thread."""
        return self._in_thread(site.function.module, site.node, site.function)

    def _target(self, value: Value | None) -> tuple[str | None, str | None]:
        """The dotted name of what is called, and the class of its receiver."""
        match value:
            case Routine(function=function, receiver=receiver):
                return function.dotted, None if receiver is None else receiver.name
            case TheClass(name=name):
                return (None if name.startswith("~") else name), None
            case LibraryName(name=name):
                return name, None
            case LibraryMethod(receiver=receiver):
                return value.name, receiver.name
            case Of(name=name):
                method = self._types.members.attribute(value, "__call__")
                if isinstance(method, Routine):
                    return method.function.dotted, name
        return None, None

    def _handed(self, node: ast.Call, site: CallSite) -> tuple[str, ast.expr] | None:
        """The function among the arguments that the call runs elsewhere."""
        meant = site.function.module.names.get(site.name or "", site.name or "")
        threads = site.name in _THREAD_NAMES or meant.rpartition(".")[2] in _THREAD_NAMES
        at = _THREADS.get(site.target or "") if threads else None
        if at is not None and len(node.args) > at:
            return "thread", node.args[at]
        attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if attribute in _EXECUTORS and len(node.args) > 1:
            return "thread", node.args[1]
        if attribute in _TASKS and node.args:
            return "task", node.args[0]
        if attribute == "run_sync" and node.args:
            return "call", node.args[0]
        return None

    def _is_async(self, node: ast.expr, module: SourceModule) -> bool:
        value = self._types.value(module, node)
        return isinstance(value, Routine) and value.function.is_async

    def _in_thread(self, module: SourceModule, node: ast.AST, function: Function) -> bool:
        for at in module.parents(node):
            if at is function.node:
                return False
            if isinstance(at, ast.Lambda):
                outer = module.parent(at)
                if isinstance(outer, ast.Call):
                    handed = self._handed(outer, CallSite(function, outer, "call", self))
                    return handed is not None and handed[1] is at
        return False

    def _entered(self, function: Function, node: ast.With | ast.AsyncWith) -> Iterator[CallSite]:
        """The methods that a `with` calls on objects of the project's classes."""
        module = function.module
        loop = _loop(module, node, function.node)
        wanted = _ENTERS[:2] if isinstance(node, ast.AsyncWith) else _ENTERS[2:]
        for item in node.items:
            value = self._types.value(module, item.context_expr)
            if not isinstance(value, Of) or self._types.classes.find(value.name) is None:
                continue
            for name in wanted:
                method = self._types.members.attribute(value, name)
                if isinstance(method, Routine):
                    target = method.function.dotted
                    is_async = isinstance(node, ast.AsyncWith)
                    told = Told(target, value.name, is_async, loop)
                    yield CallSite(function, item.context_expr, "entered", self, told)

    def _dependencies(self, function: Function) -> Iterator[CallSite]:
        """What FastAPI calls for the parameters of a function."""
        module, arguments = function.module, function.node.args
        given = [*arguments.posonlyargs, *arguments.args]
        defaults = [None] * (len(given) - len(arguments.defaults)) + list(arguments.defaults)
        pairs = [*zip(given, defaults, strict=True)]
        pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        for argument, default in pairs:
            for node, callee in self._types.injects.dependencies(module, argument, default):
                value = callee
                target, receiver = self._target(value)
                sync = not (isinstance(value, Routine) and value.function.is_async)
                told = Told(target, receiver, off_loop=sync)
                yield CallSite(function, node, "depends", self, told)


def _is_awaited(module: SourceModule, node: ast.expr, types: Types) -> bool:
    """Whether the result is awaited in place, also by way of `asyncio.gather` and the like."""
    outer = module.parent(node)
    if isinstance(outer, ast.Starred):
        outer = module.parent(outer)
    if isinstance(outer, ast.Await):
        return True
    if isinstance(outer, ast.Call) and node is not outer.func:
        callee = types.value(module, outer.func)
        known = isinstance(callee, LibraryName) and callee.name in _GATHERERS
        return known and isinstance(module.parent(outer), ast.Await)
    return False


def _loop(module: SourceModule, node: ast.AST, function: ast.AST) -> ast.AST | None:
    """The innermost loop in a function that repeats a node."""
    below: ast.AST = node
    for at in module.parents(node):
        if at is function or isinstance(at, FUNCTIONS):
            return None
        if isinstance(at, (ast.For, ast.AsyncFor)) and below not in {at.iter, at.target}:
            if below not in at.orelse:
                return at
        elif (isinstance(at, ast.While) and below not in at.orelse) or (
            isinstance(at, _COMPREHENSIONS) and not _first_source(at, below, node, module)
        ):
            return at
        below = at
    return None


def _first_source(
    comprehension: ast.AST, below: ast.AST, node: ast.AST, module: SourceModule
) -> bool:
    """Whether a node stands in what the comprehension goes over, which is worked out once."""
    first = next(iter(getattr(comprehension, "generators", ())), None)
    if not isinstance(first, ast.comprehension) or below is not first:
        return False
    return node is first.iter or any(at is first.iter for at in module.parents(node))
