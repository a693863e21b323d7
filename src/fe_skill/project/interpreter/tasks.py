"""What ran, what each run used and made, and who has to run again when something changes.

Lives here: Tasks.
Does not:   running (machine.py), the order of runs (run.py, timeline.py), the notes (noted.py).

A task is one run: of a module, or of a function that makes an application. An answer is what was
worked out from the outcome, such as a route. Both note what they use:

    "shop/routes.py"            what a module or task made, looked into
    ("shop/routes.py", "get")   what a name of a module means; "*": all of its names
    ("shop/routes.py", 12)      the body of the function on a line of it
    ("", "routes")              where the name of a module leads to
    an Answer                   what that answer says

A task that runs again makes its functions, classes, routers and objects in the place of those that
it made before, so that whoever holds one holds the new one. Hence nobody else has to run again but
who read a name that means something else now, or looked into something that is different now.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, TypeVar, TypeVarTuple

from fe_skill.project.interpreter.noted import Again, Answer, Around, Reader, Task
from fe_skill.project.interpreter.same import same
from fe_skill.project.interpreter.values import (
    Class,
    Entry,
    Function,
    Instance,
    Router,
    Scope,
    Value,
)
from fe_skill.project.lower import same_data

_Kept = TypeVar("_Kept", Function, Class, Router, Instance)
_T = TypeVar("_T")
_Args = TypeVarTuple("_Args")
# What no name of a module is: all of its names, what it imports, every letter of it.
ALL = "*"
IMPORTS = "import"
BYTES = "."


class Tasks:
    """All tasks and answers of one machine."""

    def __init__(self) -> None:
        self.of: dict[str, Task] = {}
        self.answers: dict[object, Answer] = {}
        self.dirty: set[str] = set()
        self.running: dict[str, Task] = {}
        self._seen_partly: set[str] = set()
        # A task that runs again by itself sees of these what it saw when they were being run.
        self._as_if: dict[str, dict[str, Value]] = {}
        # Tasks that changed what another one made: neither can be run again by itself.
        self.entangled: set[str] = set()
        # A limit was hit, and which task hits it depends on all others.
        self.limited = False
        self.ran: list[str] = []
        self._reader = Reader()
        self._task: Task | None = None
        self._again: dict[str, Again] = {}
        self._counts: dict[str, dict[tuple[type, str], int]] = {}
        self._readers: dict[object, set[Reader]] = {}
        self._changes: list[object] = []

    # What is used.

    @property
    def here(self) -> str:
        """The task that is being run; nothing where answers are worked out."""
        return "" if self._task is None else self._task.key

    def reads(self, module: str, name: str) -> None:
        """A name of a module is looked up."""
        task = self._task
        if task is not None and task.key == module:
            return
        self._reader.uses.add((module, name))
        if task is not None and (module in self.running or module in self._as_if):
            task.partial.add(module)
            self._seen_partly.add(module)

    def asks(self, name: str) -> None:
        """Where the (dotted) name of a module leads to is asked."""
        self._reader.uses.update([("", part) for part in name.split(".")])

    def looks(self, value: Value) -> None:
        """The inside of a function, class, object or router is looked at."""
        if isinstance(value, Function | Class):
            self._looks(value.module)
            if value.task != value.module:
                self._looks(value.task)
        elif isinstance(value, Instance | Router):
            self._looks(value.task)

    def _looks(self, key: str) -> None:
        task = self._task
        if key and (task is None or task.key != key):
            self._reader.uses.add(key)

    def touches(self, module: str) -> None:
        """A module is come upon, which runs it where it has not run."""
        task = self._task
        if task is not None and module not in task.touches and module != task.key:
            task.events += 1
            task.touches[module] = task.events
            again = self._again.get(task.key)
            new = module not in self.of or module in self.dirty
            if task.scope is not None and (new or (again and module in again.seen)):
                task.names[module] = dict(task.scope.names)

    def mutates(self, value: object) -> None:
        """A list, dictionary or object is changed: that of another task can't be told apart."""
        owner = getattr(value, "task", "")
        if owner and owner != self.here:
            self.entangled |= {owner, self.here}

    def calls(self, function: Function) -> None:
        """A function is followed."""
        self.looks(function)
        if self._task is not None:
            self._task.called.add((function.module, function.place.line))

    # What is made.

    def made(self, value: _Kept, name: str) -> _Kept:
        """The value, in place of what the last run of this task made there."""
        task = self._task
        if task is None:
            return value
        value.task = task.key
        counts = self._counts[task.key]
        nth = counts[type(value), name] = counts.get((type(value), name), 0) + 1
        key = (type(value), name, nth)
        again = self._again.get(task.key)
        old = None if again is None else again.left.pop(key, None)
        if again is not None and old is not None and isinstance(old, type(value)):
            again.before.append((old, _parts(old)))
            if isinstance(old, Router) and isinstance(value, Router):
                value.entries = old.entries
            for each in fields(value):
                setattr(old, each.name, getattr(value, each.name))
            value = old
        task.made[key] = value
        if isinstance(value, Router):
            task.events += 1
            task.routers.append((task.events, value))
        return value

    def enter(self, router: Router, entry: Entry) -> None:
        """Something is registered. What answers would register doesn't happen."""
        task = self._task
        if task is not None:
            task.events += 1
            entry.by, entry.at = task.key, task.events
            router.entries.append(entry)
            task.entered.append((router, entry))

    # Runs and answers.

    @contextmanager
    def run(self, key: str, scope: Scope | None = None) -> Iterator[None]:
        """A task is run inside, the first time or again."""
        old = self.of.get(key)
        if old is not None:
            again = self._again[key] = Again(left=old.made, seen=old.names)
            if scope is not None:
                again.names, again.stars = dict(scope.names), list(scope.stars)
                scope.names.clear()
                scope.stars.clear()
            self.forget(old)
        as_if = self._as_if
        if old is not None and not self.running:
            within = tuple(one for one in old.inside if self.of.get(one[0].key) is one[0])
            self._as_if = {a.key: a.names[at] for a, at in within if at in a.names}
        else:
            within = self._around(key)
        task = self.of[key] = Task(key=key, within=within, scope=scope)
        self._counts[key] = {}
        self.dirty.discard(key)
        self.ran.append(key)
        since = len(self._changes)
        outer = self._reader, self._task
        self._reader = self._task = task
        self.running[key] = task
        try:
            yield
        finally:
            self._reader, self._task = outer
            self._as_if = as_if
            del self.running[key]
            if key not in self._seen_partly:
                task.names.clear()
            del self._counts[key]
            self._note(task)
            if not task.uses.isdisjoint(self._changes[since:]):
                self.dirty.add(key)
            if old is not None:
                self._compare(key, scope)

    def _around(self, key: str) -> tuple[Around, ...]:
        """What a task runs inside of: each where it came upon the next."""
        running = list(self.running.values())
        if not running:
            return ()
        names = [*(task.key for task in running[1:]), key]
        return (*running[0].within, *zip(running, names, strict=True))

    def part(self, module: str) -> dict[str, Value] | None:
        """The names of a module as they are for now; None: they are all there."""
        return self._as_if.get(module)

    def is_running(self, module: str) -> bool:
        """Whether a module may get more names."""
        return module in self.running or module in self._as_if

    def _compare(self, key: str, scope: Scope | None) -> None:
        """Tell those who used what is different now."""
        again = self._again.pop(key)
        if again.left or any(not _same_parts(value, was) for value, was in again.before):
            self.changed([key])
        if scope is None:
            return
        names = again.names.keys() | scope.names.keys()
        if again.stars != scope.stars:
            changed = [*names, *(use[1] for use in self.uses_of(key) if isinstance(use, tuple))]
        else:
            changed = [n for n in names if not same(again.names.get(n), scope.names.get(n))]
        if changed:
            self.changed([(key, ALL), *((key, name) for name in changed)])

    def changed(self, uses: Iterable[object]) -> None:
        """Tasks that used one of these have to run again; answers are forgotten."""
        pending = list(uses)
        while pending:
            use = pending.pop()
            self._changes.append(use)
            for reader in self._readers.pop(use, ()):
                if isinstance(reader, Answer):
                    if self.answers.get(reader.key) is reader:
                        del self.answers[reader.key]
                        self._unnote(reader)
                        pending.append(reader)
                elif isinstance(reader, Task) and self.of.get(reader.key) is reader:
                    self.dirty.add(reader.key)

    def _note(self, reader: Reader) -> None:
        for use in reader.uses:
            self._readers.setdefault(use, set()).add(reader)

    def _unnote(self, reader: Reader) -> None:
        for use in reader.uses:
            self._readers.get(use, set()).discard(reader)

    def forget(self, task: Task) -> None:
        """A task's notes and what it registered are taken back."""
        self._unnote(task)
        for router in {id(router): router for router, _ in task.entered}.values():
            router.entries = [entry for entry in router.entries if entry.by != task.key]

    @contextmanager
    def continued(self, task: Task) -> Iterator[None]:
        """Something is looked up for a task that has run."""
        outer = self._reader, self._task
        self._reader = self._task = task
        try:
            yield
        finally:
            self._reader, self._task = outer
            self._note(task)

    def has_called(self, function: Function) -> bool:
        """Whether the running task has followed a function."""
        task = self._task
        return task is not None and (function.module, function.place.line) in task.called

    def waiting(self) -> list[str]:
        """The tasks that have to run again, in the order of their last runs."""
        return sorted(self.dirty, key=lambda key: self.of[key].order or ())

    def is_used(self, use: object) -> bool:
        """Whether anything that holds now rests on what is used so."""
        return any(
            isinstance(reader, Answer) or (isinstance(reader, Task) and reader.order is not None)
            for reader in self._readers.get(use, ())
        )

    def uses_of(self, module: str) -> list[object]:
        """Everything of a module that is used."""
        named = [use for use in self._readers if isinstance(use, tuple) and use[0] == module]
        return [module, *named]

    def stands(self, ran: Iterable[str]) -> bool:
        """Whether some tasks could run by themselves: no limit, nothing that others changed."""
        return not self.limited and all(
            key not in self.entangled and self.of[key].modules().isdisjoint(self.entangled)
            for key in ran
            if key in self.of
        )

    def drop(self, key: str) -> None:
        """A task is no longer: neither what it registered nor what it made."""
        task = self.of.pop(key, None)
        if task is not None:
            self.forget(task)
            self.dirty.discard(key)
            self.changed(self.uses_of(key))

    def answer(self, key: object, work: Callable[[*_Args], _T], *given: *_Args) -> _T:
        """What `work` says, as long as nothing that it used is different."""
        known = self.answers.get(key)
        if known is None:
            with self.working_out(key) as known:
                known.value = work(*given)
        self._reader.uses.add(known)
        value: _T = known.value
        return value

    def known(self, key: object) -> Any:  # noqa: ANN401 -- whatever was worked out
        """What an answer says, complete or not; None where there is none."""
        answer = self.answers.get(key)
        if answer is None:
            return None
        self._reader.uses.add(answer)
        return answer.value

    @contextmanager
    def working_out(self, key: object) -> Iterator[Answer]:
        """An answer is worked out inside; it may be asked for before it is complete."""
        answer = self.answers[key] = Answer(key=key)
        outer, self._reader = self._reader, answer
        task, self._task = self._task, None
        try:
            yield answer
        except BaseException:
            del self.answers[key]
            raise
        finally:
            self._reader, self._task = outer, task
            self._note(answer)

    def uses(self, *uses: object) -> None:
        """Something is used that doesn't tell so by itself."""
        self._reader.uses.update(uses)


def _parts(value: Value) -> list[object]:
    """The parts of a value that others may look at; entries are asked for one by one."""
    names = (each.name for each in fields(value) if each.name not in {"entries", "node"})  # type: ignore[arg-type]
    return [getattr(value, "node", None), *(getattr(value, name) for name in names)]


def _same_parts(value: Value, before: list[object]) -> bool:
    now = _parts(value)
    return same_data(now[0], before[0]) and same(now[1:], before[1:])
