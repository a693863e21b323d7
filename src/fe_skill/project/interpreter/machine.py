"""The interpreter's state: modules and their names, the conditions in force, and its limits.

Lives here: Machine.
Does not:   the language (expressions.py, statements.py, calls.py): their tables are handed in.

Modules that can build an application are run where their import stands; all others only when one
of their names is looked up. Every limit ends in an Unknown with its reason, never in an error.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from fe_skill.project.interpreter.names import canonical
from fe_skill.project.interpreter.tasks import Tasks
from fe_skill.project.interpreter.values import (
    Condition,
    Const,
    External,
    Function,
    Lazy,
    Module,
    OneOf,
    Place,
    Scope,
    Unknown,
    Value,
)
from fe_skill.project.lower import Node
from fe_skill.project.store import Store

Expression = Callable[["Machine", Node, Scope], Value]
Flow = tuple[list[Value], bool]
Statement = Callable[["Machine", Node, Scope], Flow | None]
Caller = Callable[["Machine", Value, list[Value], dict[str, Value], Place], Value]
Getter = Callable[["Machine", Value, str, Place], Value]

_DEEPEST = 24
_MOST_STEPS = 3_000_000
_MOST_STEPS_OF_ONE = 200_000
_MOST_OPTIONS = 8
_MODULES_INSIDE = 30


class Machine:
    """One run over one project."""

    def __init__(
        self,
        store: Store,
        expressions: Mapping[str, Expression],
        statements: Mapping[str, Statement],
        caller: Caller,
        getter: Getter,
    ) -> None:
        self.store = store
        self.layout = store.layout
        self._expressions = expressions
        self._statements = statements
        self._caller = caller
        self._getter = getter
        self.scopes: dict[str, Scope] = {}
        self.tasks = Tasks()
        self.conditions: list[Condition] = []
        self.stack: list[Function] = []
        self.steps = 0
        self._modules_inside = 0
        self._looking: set[tuple[str, str]] = set()
        self._limit = _MOST_STEPS

    # The language, by table.

    def evaluate(self, node: Node, scope: Scope) -> Value:
        """The value of an expression."""
        self.steps += 1
        if self.steps > self._limit:
            self.tasks.limited = True
            return Unknown("a call does more than this reading follows")
        return self._expressions[node[0]](self, node, scope)

    def execute(self, body: list[Node], scope: Scope) -> Flow:
        """Run statements: the values returned, and whether the end is always left early."""
        returned: list[Value] = []
        for node in body:
            outcome = self._statements[node[0]](self, node, scope)
            if outcome is not None:
                returned += outcome[0]
                if outcome[1]:
                    return returned, True
        return returned, False

    def call(
        self, callee: Value, args: list[Value], kwargs: dict[str, Value], place: Place
    ) -> Value:
        """Call a value."""
        if len(self.stack) > _DEEPEST:
            self.tasks.limited = True
            return Unknown("calls nest too deeply to follow", place)
        outermost = not self.stack
        if outermost:
            self._limit = min(self.steps + _MOST_STEPS_OF_ONE, _MOST_STEPS)
        try:
            return self._caller(self, self.force(callee), args, kwargs, place)
        except RecursionError:
            self.tasks.limited = True
            return Unknown("nested too deeply to follow", place)
        finally:
            if outermost:
                self._limit = _MOST_STEPS

    def attribute(self, value: Value, name: str, place: Place) -> Value:
        """An attribute of a value."""
        return self._forced(self._getter(self, self.force(value), name, place))

    def _forced(self, value: Value) -> Value:
        """The value behind a name, or the name itself while its module is still being run."""
        found = self.force(value)
        if (
            isinstance(value, Lazy)
            and isinstance(found, Unknown)
            and self.tasks.is_running(value.module)
        ):
            return value
        return found

    def body(self, function: Function) -> list[Node]:
        """The statements of a `def`."""
        self.tasks.looks(function)
        self.tasks.uses((function.module, function.place.line))
        return self.store.bodies.body(function.module, function.node)

    # Modules and names.

    def module(self, key: str) -> Scope:
        """The scope of a module, run if it hasn't been."""
        self.tasks.touches(key)
        scope = self.scopes.get(key)
        if scope is None:
            scope = self.scopes[key] = Scope(key, {})
            if key.endswith(".py"):
                self._run(key, scope)
        elif key in self.tasks.dirty:
            self._run(key, scope)
        return scope

    def _run(self, key: str, scope: Scope) -> None:
        if self._modules_inside >= _MODULES_INSIDE:
            self.tasks.limited = True
            del self.scopes[key]
            raise RecursionError
        conditions, self.conditions = self.conditions, []
        stack, self.stack = self.stack, []
        self._modules_inside += 1
        try:
            with self.tasks.run(key, scope):
                self.execute(self.store.facts(key).body, scope)
        finally:
            self._modules_inside -= 1
            self.conditions, self.stack = conditions, stack

    def force(self, value: Value) -> Value:
        """The value behind a name that was imported lazily."""
        for _ in range(40):
            if not isinstance(value, Lazy):
                return value
            value = self.module_name(value.module, value.name)
        return Unknown("names that import each other in a circle")

    def module_name(self, key: str, name: str) -> Value:
        """A name of a module: its own, a star import's, or a submodule."""
        try:
            scope = self.module(key)
        except RecursionError:
            return Unknown("imports nest too deeply to follow")
        self.tasks.reads(key, name)
        part = self.tasks.part(key)
        found = (scope.names if part is None else part).get(name)
        if found is not None and not (
            isinstance(found, Lazy) and (found.module, found.name) == (key, name)
        ):
            return found
        self.tasks.asks(name)
        submodule = self.layout.submodule(key, name)
        if submodule is not None:
            return Module(submodule)
        return self._starred(scope, name) or self._missing(key, name)

    def _starred(self, scope: Scope, name: str) -> Value | None:
        if (scope.module, name) in self._looking:
            return None
        self._looking.add((scope.module, name))
        try:
            for key in scope.stars:
                found = self.module_name(key, name)
                if not isinstance(found, Unknown):
                    return found
        finally:
            self._looking.discard((scope.module, name))
        return None

    def _missing(self, key: str, name: str) -> Value:
        return Unknown(f"`{name}` is not found in `{self.layout.dotted(key)}`", Place(key, 1))

    def imported(self, key: str, name: str) -> Value:
        """A name as an import statement binds it: looked up when it is used."""
        return Lazy(key, name)

    def lookup(self, name: str, scope: Scope) -> Value:
        """A name as code in `scope` sees it."""
        at: Scope | None = scope
        while at is not None:
            names: Mapping[str, Value] = at.names
            if at.outer is None:
                self.tasks.reads(at.module, name)
                part = self.tasks.part(at.module)
                names = at.names if part is None else part
            found = names.get(name)
            if found is not None:
                return self._forced(found) if isinstance(found, Lazy) else found
            if at.stars:
                starred = self._starred(at, name)
                if starred is not None:
                    return starred
            at = at.outer
        return External(f"builtins.{name}")

    def absolute(self, name: str, importer: str) -> str | None:
        """The module that `import name` means in a file; None: it isn't the project's."""
        self.tasks.asks(name)
        return self.layout.absolute(name, importer)

    def relative(self, level: int, name: str, importer: str) -> str | None:
        """The module that `from ..name import` means in a file."""
        self.tasks.asks(name)
        return self.layout.relative(level, name, importer)

    def external(self, name: str) -> External:
        """A name of another distribution."""
        return External(canonical(name))

    # Conditions.

    @contextmanager
    def under(self, condition: Condition | None) -> Iterator[None]:
        """What is registered inside depends on `condition`."""
        if condition is None:
            yield
            return
        self.conditions.append(condition)
        try:
            yield
        finally:
            self.conditions.pop()

    @property
    def when(self) -> tuple[Condition, ...]:
        """The conditions in force."""
        return tuple(self.conditions)


def one_of(values: list[Value]) -> Value:
    """The union of some values, flat and without repetition."""
    flat: list[Value] = []
    for value in values:
        for option in value.options if isinstance(value, OneOf) else (value,):
            if option not in flat:
                flat.append(option)
    known = [value for value in flat if not isinstance(value, Unknown)]
    if len(known) < len(flat):
        # What is left over is what happens unless something unknown says otherwise.
        known = [Const(v.value, assumed=True) if isinstance(v, Const) else v for v in known]
    chosen = (known or flat)[:_MOST_OPTIONS]
    return chosen[0] if len(chosen) == 1 else OneOf(tuple(chosen))


def options_of(value: Value) -> tuple[Value, ...]:
    """The values that a value can be."""
    return value.options if isinstance(value, OneOf) else (value,)
