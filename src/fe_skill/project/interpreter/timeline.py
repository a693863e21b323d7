"""When each task ran, told from what the tasks came upon and not from when they really did.

Lives here: Timeline.

Who comes upon a module first runs it then and there. After an edit only some tasks run again, some
of them out of their turn; the time of every task, and with it the order of routes and routers, is
that which a run of everything would give. Where a task would see a part of a module that is still
being run, and what it saw is not in that part, its run can't stand.
"""

from typing import TYPE_CHECKING, TypeGuard

from fe_skill.project.interpreter.noted import Around, Task
from fe_skill.project.interpreter.same import same
from fe_skill.project.interpreter.tasks import Tasks

if TYPE_CHECKING:
    from fe_skill.project.interpreter.values import Router

_DEEPEST = 30


class Timeline:
    """The tasks in the order of their runs."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks.of
        self._starts = 0
        self.fits = True
        self.called: set[tuple[str, int]] = set()
        self.modules: tuple[str, ...] = ()
        self.routers: tuple[Router, ...] = ()
        for task in self._tasks.values():
            task.order = None

    def has(self, key: str) -> bool:
        """Whether a task has its time."""
        return key in self._tasks and self._tasks[key].order is not None

    def visit(self, key: str) -> None:
        """A task that nobody calls for is the next one."""
        self._visit(key, (self._starts,), ())
        self._starts += 1

    def _visit(self, key: str, order: tuple[int, ...], inside: tuple[Around, ...]) -> None:
        task = self._tasks.get(key)
        if task is None or task.order is not None:
            return
        task.order = order
        self.called |= task.called
        if len(inside) > _DEEPEST:
            self.fits = False
            return
        for inner, at in task.touches.items():
            self._visit(inner, (*order, at), (*inside, (task, inner)))
        self.fits = self.fits and _stands(task, inside)
        task.inside = inside

    def close(self) -> None:
        """All have been visited."""
        there = [task for task in self._tasks.values() if task.order is not None]
        there.sort(key=lambda task: task.order or ())
        # What a task registered that nobody comes upon any more can't be told from the rest.
        left = (task for task in self._tasks.values() if task.order is None)
        self.fits = self.fits and not any(task.entered for task in left)
        self.modules = tuple(task.key for task in there if ":" not in task.key)
        times = [
            ((*(task.order or ()), at), router) for task in there for at, router in task.routers
        ]
        self.routers = tuple(router for _, router in sorted(times, key=lambda one: one[0]))
        shared = {id(r): r for task in there for r, _ in task.entered if r.task != task.key}
        for router in shared.values():
            router.entries.sort(key=lambda e: (*(self._tasks[e.by].order or ()), e.at))


def _stands(task: Task, inside: tuple[Around, ...]) -> bool:
    """Whether a task sees what it saw when it is run inside of those, each where it names what."""
    if not task.partial <= {around.key for around, _ in inside}:
        return False
    was = {around.key: (around, at) for around, at in task.within}
    return all(was.get(one[0].key) == one or _sees(task, one, was) for one in inside)


def _sees(task: Task, one: Around, was: dict[str, Around]) -> bool:
    around, at = one
    names = [use[1] for use in task.uses if _is_name(use, around.key)]
    if not names:
        return True
    now = around.names.get(at)
    before = was.get(around.key)
    if before is not None:
        then = before[0].names.get(before[1])
    else:
        then = None if around.scope is None else around.scope.names
    if now is None or then is None:
        return False
    return all(same(now.get(name), then.get(name)) for name in names)


def _is_name(use: object, module: str) -> TypeGuard[tuple[str, str]]:
    return isinstance(use, tuple) and use[0] == module and isinstance(use[1], str)
