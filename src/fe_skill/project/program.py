"""The project's source as one program: what its names, calls and expressions lead to.

Lives here: Program.
Does not:   the facts (reader.py), one file's own indexes (syntax/module.py).

A file is parsed when a question leads to it; what was worked out is kept. Nothing of the project
is imported or run. What isn't certain is None.

    program_names.py    names across modules      program_types.py   what expressions stand for
    program_calls.py    the calls of a function   program_reach.py   chains of calls
"""

import ast
import builtins
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fe_skill.project.model import Gap, Model, Route, Schema, Where
from fe_skill.project.program_called import called_names
from fe_skill.project.program_calls import Calls
from fe_skill.project.program_data import DataNames
from fe_skill.project.program_heirs import Heirs
from fe_skill.project.program_kept import KEPT
from fe_skill.project.program_names import Local, Names
from fe_skill.project.program_parts import CallSite, Class, Function, Parts, parts_of
from fe_skill.project.program_reach import Backwards, Chain, Reach, Reached, RoutePath
from fe_skill.project.program_types import Types
from fe_skill.project.program_values import LIST, Of, Type, Value, maybe, shown
from fe_skill.syntax.memo import Memo
from fe_skill.syntax.module import FUNCTIONS, SourceModule
from fe_skill.syntax.parse import Unparsed, parse

if TYPE_CHECKING:
    from fe_skill.project.reader import Facts

__all__ = ["CallSite", "Chain", "Class", "Function", "Program", "Reached", "RoutePath", "Type"]


# A method with more overrides than this is a plug-in point: nobody knows which one runs.
_MOST_OVERRIDES = 8
_BUILTIN = frozenset(dir(builtins))


class Program(Memo):
    """The modules of a project, each parsed when it is first asked for."""

    def __init__(self, facts: "Facts") -> None:
        KEPT.another_program()
        self.facts = facts
        self._modules: dict[str, SourceModule | None] = {}
        self._failed: dict[str, Gap] = {}
        self._parts: dict[SourceModule, Parts] = {}
        self._functions: dict[str, list[Function]] = {}
        self._classes: dict[str, Class] = {}
        self._data = DataNames(facts)
        self._opened: set[str] = set()
        self._overrides: dict[Function, tuple[Function, ...]] = {}
        self._run_by: dict[str, tuple[Function, ...]] = {}
        self._names = Names(facts.layout, self.module, self._parts_of, self.name_of)
        self._types = Types(self._names, self._parts_of, self.class_, self._relation)
        self._calls = Calls(self._types)
        self._reach = Reach(self.behind, self.overriding)
        self._heirs = Heirs(facts, self._types.classes, self._classes_in)

    def close(self) -> None:
        """Let go of everything; nothing can be asked any more.

        What is in a program leads back to it: left alone, it would stay until the collector looks
        through all that there is, which a server with large trees hardly ever does.
        """
        for parts in self._parts.values():
            for function in parts.functions.values():
                function.__dict__.pop("calls", None)
        self._types.__dict__.clear()
        self.__dict__.clear()

    # Modules.

    def module(self, path: str) -> SourceModule | None:
        """The file's module; None where there is none or it did not parse."""
        if path not in self._modules:
            self._modules[path] = self._parsed(path)
        return self._modules[path]

    def modules(self) -> Iterator[SourceModule]:
        """Every module that parses, by path."""
        found = map(self.module, self.facts.paths)
        return (module for module in found if module is not None)

    def mentioning(self, *words: bytes) -> Iterator[SourceModule]:
        """The modules in whose bytes one of `words` stands; no other file is parsed."""
        return self.showing(lambda data: any(word in data for word in words))

    def showing(self, look: Callable[[bytes], bool]) -> Iterator[SourceModule]:
        """The modules of whose bytes a look says yes; no other file is parsed."""
        for path in self.facts.paths:
            if look(self.facts.source(path)):
                module = self.module(path)
                if module is not None:
                    yield module

    # Names.

    def resolve(self, module: SourceModule, what: ast.expr | str) -> str | None:
        """The dotted name of what an expression or name means, re-exports followed.

        A library's names keep the import's spelling, builtins begin with "builtins."; a local
        variable has no dotted name.
        """
        if isinstance(what, str):
            head, *rest = what.split(".")
            symbol = self._names.lookup(module, head, None)
            for part in rest:
                if symbol is not None and not isinstance(symbol, Local):
                    symbol = self._names.attribute(symbol, part)
            if symbol is None:
                symbol = self._names.absolute(what, module.path)
        else:
            symbol = self._types.symbol(module, what)
        if symbol is None or isinstance(symbol, Local):
            return None
        return self._names.dotted(symbol)

    def is_subclass(self, dotted: str, *bases: str) -> bool:
        """Whether a class is one of `bases` or below it, through the project to the libraries."""
        return self._types.classes.is_subclass(dotted, *bases)

    # Functions and classes.

    def functions(self, module: SourceModule | None = None) -> Iterator[Function]:
        """The functions of a module, or of all, those in classes and functions among them."""
        for each in self.modules() if module is None else (module,):
            yield from self._parts_of(each).functions.values()

    def classes(self, module: SourceModule | None = None) -> Iterator[Class]:
        """The classes of a module, or of all."""
        for each in self.modules() if module is None else (module,):
            yield from self._parts_of(each).classes.values()

    def function(self, dotted: str) -> Function | None:
        """The function of a name; of several the last, as Python has it."""
        found = self._functions.get(dotted)
        if found is None and dotted not in self._opened:
            self._open(dotted)
            found = self._functions.get(dotted)
        return found[-1] if found else None

    def class_(self, dotted: str) -> Class | None:
        """The class of a name."""
        found = self._classes.get(dotted)
        if found is None and dotted not in self._opened:
            self._open(dotted)
            found = self._classes.get(dotted)
        return found

    def function_on(self, module: SourceModule, line: int) -> Function | None:
        """The innermost function that a line belongs to."""
        found = None
        for function in self._parts_of(module).functions.values():
            if function.node.lineno <= line <= (function.node.end_lineno or 0):
                found = function
        return found

    def function_at(self, module: SourceModule, node: ast.AST) -> Function | None:
        """The function whose `def` is `node`, or in which it stands."""
        at = node if isinstance(node, FUNCTIONS) else module.function_of(node)
        return None if at is None else self._parts_of(module).functions.get(at)

    def subclasses(self, dotted: str) -> tuple[Class, ...]:
        """The project's classes below one, at any depth."""
        return self._heirs.below(dotted)

    def overriding(self, function: Function) -> tuple[Function, ...]:
        """What overrides a method that says nothing itself; nothing where that is too much."""
        if function.owner is None or not function.says_nothing:
            return ()
        known = self._overrides.get(function)
        if known is None:
            known = self._overrides[function] = self._overriding(function, function.owner)
        return known

    def _overriding(self, function: Function, owner: str) -> tuple[Function, ...]:
        below = self.subclasses(owner)
        found = (self.function(f"{cls.dotted}.{function.name}") for cls in below)
        other = tuple(each for each in found if each is not None and not each.says_nothing)
        return other if len(other) <= _MOST_OVERRIDES else ()

    # Calls.

    def callers(self, dotted: str) -> Iterator[CallSite]:
        """The calls of a function, class or library name that name it where they stand.

        A dependency by way of an alias of another file doesn't; `routes_reaching` follows those.
        """
        name = dotted.rpartition(".")[2]
        for module in self.mentioning(name.encode()):
            for function in self.functions(module):
                if name in module.segment(function.node):
                    yield from (site for site in function.calls if site.target == dotted)

    def behind(self, site: CallSite) -> tuple[Function, ...]:
        """The project's functions that run when a call is made."""
        if not self._may_lead(site) or site.target is None:
            return ()
        return self._behind(site.target)

    def reach(self, function: Function) -> Iterator[Reached]:
        """The function and each that it leads to, with the shortest chain, the nearest first."""
        return self._reach.reached(function)

    # Types.

    def type_of(self, function: Function | SourceModule, node: ast.expr) -> Type | None:
        """The type of an expression that stands in a function, or in a module."""
        module = function.module if isinstance(function, Function) else function
        return shown(self._types.value(module, node))

    # Routes and data.

    @cached_property
    def _routes(self) -> dict[Function, tuple[Route, ...]]:
        found: dict[Function, list[Route]] = {}
        for route in self.facts.routes:
            function = self._defined_at(route.where.path, route.where.line)
            if function is not None:
                found.setdefault(function, []).append(route)
        return {function: tuple(routes) for function, routes in found.items()}

    def route_functions(self) -> Iterator[tuple[Function, tuple[Route, ...]]]:
        """The functions that answer routes, each with its routes."""
        yield from self._routes.items()

    def routes_of(self, function: Function) -> tuple[Route, ...]:
        """The routes that a function answers itself."""
        return self._routes.get(function, ())

    def is_dependency(self, function: Function) -> bool:
        """Whether routes depend on a function, directly or by way of others."""
        return function in self._dependencies

    def routes_reaching(self, dotted: str) -> Iterator[RoutePath]:
        """The routes whose function, or a dependency of it, leads to a function."""
        function = self.function(dotted)
        if function is None or function not in self._below.functions:
            return
        seen: set[tuple[str, str, str]] = set()
        for one in self._below.to(function):
            for route in self._starts.get(one.function, ()):
                key = route.app, route.method, route.path
                if key not in seen:
                    seen.add(key)
                    yield RoutePath(route, one.chain)

    def reached_by_routes(self) -> dict[Function, Reached]:
        """Every function that a route leads to, with the shortest chain to it."""
        return self._below.functions

    def leading_to(self, functions: Iterable[Function]) -> frozenset[Function]:
        """Those of the functions that routes reach from which one of `functions` is reached."""
        return self._below.leading_to(functions)

    def model(self, dotted: str) -> Model | None:
        """The mapped class of that name."""
        cls = self.class_(dotted) if _last(dotted) in self._data.models else None
        return None if cls is None else self._data.models_at.get((cls.where.path, cls.node.lineno))

    def schema(self, dotted: str) -> Schema | None:
        """The Pydantic model of that name."""
        cls = self.class_(dotted) if _last(dotted) in self._data.schemas else None
        return None if cls is None else self._data.schemas_at.get((cls.where.path, cls.node.lineno))

    def schemas_named(self, name: str) -> tuple[Schema, ...]:
        """The Pydantic models with that last name."""
        return self._data.schemas.get(name, ())

    # Behind the questions.

    @cached_property
    def _starts(self) -> dict[Function, tuple[Route, ...]]:
        """The functions that a request may begin in: of routes, and of dependencies at routers."""
        found = {function: list(routes) for function, routes in self._routes.items()}
        by_name = {name: function for function, name in self._dependencies.items()}
        for route in self.facts.routes:
            for name in route.dependencies:
                if name in by_name:
                    found.setdefault(by_name[name], []).append(route)
        return {function: tuple(routes) for function, routes in found.items()}

    @cached_property
    def _dependencies(self) -> dict[Function, str]:
        """The functions that routes depend on, with the facts' name of each."""
        found: dict[Function, str] = {}
        for each in self.facts.dependencies:
            where = each.where
            function = None if where is None else self._defined_at(where.path, where.line)
            if function is not None:
                found[function] = each.name
        return found

    @cached_property
    def _below(self) -> Backwards:
        return Backwards(self._reach, self._starts)

    @cached_property
    def _paths(self) -> dict[str, str]:
        """The path of each module by name; by its whole path where two share a name."""
        found: dict[str, str] = {}
        for path in self.facts.paths:
            name = self.facts.module_name(path)
            if name in found:
                name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            found[name] = path
        return found

    @cached_property
    def _named(self) -> dict[str, str]:
        return {path: name for name, path in self._paths.items()}

    def name_of(self, path: str) -> str:
        """The dotted name under which a file is known here."""
        return self._named.get(path) or self.facts.module_name(path)

    def why_unparsed(self, path: str) -> Gap:
        """Why a file that was asked for has no module."""
        return self._failed.get(path) or Gap(Where(path, 1), "the file", "can't be read")

    def note_unparsed(self, gap: Gap) -> None:
        """Take in that somebody else could not parse a file."""
        self._failed[gap.where.path] = gap

    @property
    def unparsed(self) -> tuple[Gap, ...]:
        """The files that were asked for so far, or say something, and can't be read."""
        found = {gap.where.path: gap for gap in (*self.facts.unread, *self.facts.unparsed)}
        return tuple(gap for _, gap in sorted({**self._failed, **found}.items()))

    def _parsed(self, path: str) -> SourceModule | None:
        if self.facts.stamp(path) is None:
            return None
        data, name = self.facts.source(path), self.name_of(path)
        kept = KEPT.get(path, name, data)
        if kept is not None:
            return kept
        parsed = parse(data)
        if isinstance(parsed, Unparsed):
            why = f"did not parse: {parsed.reason}"
            self._failed[path] = Gap(Where(path, parsed.line), "the file", why)
            return None
        module = SourceModule(path, name, parsed.text, parsed.tree, rewritten=parsed.rewritten)
        KEPT.keep(module, data)
        return module

    def _parts_of(self, module: SourceModule) -> Parts:
        known = self._parts.get(module)
        if known is None:
            known = self._parts[module] = parts_of(module, self._calls.of)
            for function in known.functions.values():
                self._functions.setdefault(function.dotted, []).append(function)
            for cls in known.classes.values():
                self._classes[cls.dotted] = cls
        return known

    def _open(self, dotted: str) -> None:
        """Parse the module that a dotted name begins with."""
        self._opened.add(dotted)
        name = dotted
        while name:
            path = self._paths.get(name)
            module = None if path is None else self.module(path)
            if module is not None:
                self._parts_of(module)
                return
            name = name.rpartition(".")[0]

    def _defined_at(self, path: str, line: int) -> Function | None:
        """The function whose `def` or first decorator is on a line."""
        module = self.module(path)
        if module is None:
            return None
        for function in self._parts_of(module).functions.values():
            first = min([function.node, *function.node.decorator_list], key=lambda n: n.lineno)
            if first.lineno <= line <= function.node.lineno:
                return function
        return None

    @cached_property
    def _called(self) -> frozenset[str]:
        return called_names(self.facts)

    def _may_lead(self, site: CallSite) -> bool:
        """Whether a call may lead into the project, going by what it names."""
        if site.is_told or site.name is None or site.name in self._called:
            return True
        return not site.is_method and site.name not in _BUILTIN

    def _behind(self, target: str) -> tuple[Function, ...]:
        """The functions that run when a target is called."""
        known = self._run_by.get(target)
        if known is None:
            known = self._run_by[target] = self._running_by(target)
        return known

    def _running_by(self, target: str) -> tuple[Function, ...]:
        function = self.function(target)
        if function is not None:
            return (function,)
        cls = self.class_(target)
        found: list[Function] = []
        for name in ("__init__", "__post_init__") if cls is not None else ():
            for each in self._types.classes.order(cls).classes if cls is not None else ():
                if isinstance(each, Class) and name in self._types.classes.members(each):
                    found += self._functions.get(f"{each.dotted}.{name}", [])[-1:]
                    break
        return tuple(found)

    def _classes_in(self, path: str) -> Iterator[Class]:
        module = self.module(path)
        return iter(() if module is None else self._parts_of(module).classes.values())

    def _relation(self, cls: str, attribute: str) -> Value | None:
        """What a relationship of a mapped class leads to, where its annotation doesn't say."""
        model = self.model(cls)
        for each in model.relationships if model is not None else ():
            target = self._data.models.get(each.target or "")
            if each.name == attribute and target is not None:
                held = Of(self._dotted_at(target))
                many = each.kind is not None and each.kind.endswith("to-many")
                return Of(LIST, (held,)) if many else maybe(held)
        return None

    def _dotted_at(self, model: Model) -> str:
        module = self.module(model.where.path)
        for cls in self._parts_of(module).classes.values() if module is not None else ():
            if cls.node.lineno == model.where.line:
                return cls.dotted
        return model.dotted


def _last(dotted: str) -> str:
    """The last part of a dotted name."""
    return dotted.rpartition(".")[2]
