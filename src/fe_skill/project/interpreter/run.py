"""Which modules and factories are run, in which order, and which of them again after an edit.

Lives here: run, again, Outcome.
Does not:   what they do (the rest of this folder), what comes of it (link_routes.py).

Modules that build are run in import order, entry modules last, as Python would finish them. Then
every function that makes an application and that nobody called is called once, with its defaults.

After an edit the tasks that it touches run again in that order, until nothing that a task used is
different from what it saw (tasks.py). What follows from the order of all tasks is worked out as if
all had been run (timeline.py); where that doesn't fit, everything has to run.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fe_skill.project.interpreter.calls import attribute, call
from fe_skill.project.interpreter.classes import bound, class_attribute, external_bases
from fe_skill.project.interpreter.expressions import EXPRESSIONS
from fe_skill.project.interpreter.fastapi import KINDS, holds_router
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.statements import STATEMENTS
from fe_skill.project.interpreter.tasks import ALL, IMPORTS
from fe_skill.project.interpreter.timeline import Timeline
from fe_skill.project.interpreter.values import (
    Class,
    External,
    Function,
    Instance,
    Lazy,
    Router,
    Value,
)
from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import blocks
from fe_skill.project.store import Store

_MOST_ROUNDS = 4
_REGISTER = ("include_router(", "add_api_route(", "add_api_websocket_route(", "@self.")
_INHERITS = re.compile(rb"class \w+\([^)]*\b(?:FastAPI|Starlette)\b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The machine after the run, and the modules and routers of that run, in their order.

    `called` are the functions that were followed, by file and line.
    """

    machine: Machine
    modules: tuple[str, ...]
    routers: tuple[Router, ...]
    called: frozenset[tuple[str, int]]


def run(store: Store) -> Outcome:
    """Follow everything in the project that builds applications."""
    machine = Machine(store, EXPRESSIONS, STATEMENTS, call, attribute)
    timeline = _run_all(machine)
    return _outcome(machine, timeline)


def again(
    machine: Machine, store: Store, edited: Iterable[str], uses: Iterable[object]
) -> Outcome | None:
    """The same later: some files say something else, and what was used is different.

    None: that takes a run of everything. The machine is of no use then.
    """
    tasks = machine.tasks
    machine.store, machine.layout, machine.steps = store, store.layout, 0
    tasks.ran.clear()
    tasks.changed(uses)
    tasks.dirty |= tasks.of.keys() & set(edited)
    for _ in range(_MOST_ROUNDS):
        if not tasks.stands(tasks.dirty):
            return None
        timeline = _run_all(machine)
        if not tasks.dirty:
            fits = timeline.fits and tasks.stands(tasks.ran)
            return _outcome(machine, timeline) if fits else None
    return None


def _outcome(machine: Machine, timeline: Timeline) -> Outcome:
    called = frozenset(timeline.called)
    return Outcome(machine, timeline.modules, timeline.routers, called)


def _run_all(m: Machine) -> Timeline:
    """Run what hasn't run or has to run again."""
    builders = [path for path in m.store.builders() if not is_test(path)]
    timeline = Timeline(m.tasks)
    order = _in_import_order(m, builders)
    for key in order:
        m.module(key)
    for key in m.tasks.waiting():
        if key in m.scopes:
            m.module(key)
    for key in order:
        timeline.visit(key)
    _run_factories(m, builders, timeline)
    _look_up_late(m)
    timeline.close()
    return timeline


def _look_up_late(m: Machine) -> None:
    """What was registered by a name of a module that was still being run."""
    for task in list(m.tasks.of.values()):
        for _, entry in task.entered:
            if isinstance(entry.target, Lazy) or isinstance(entry.path, Lazy):
                with m.tasks.continued(task):
                    entry.target = m.force(entry.target)
                    entry.path = None if entry.path is None else m.force(entry.path)


@lru_cache(maxsize=100_000)
def is_test(path: str) -> bool:
    """Whether a file belongs to the tests: what it attaches isn't the application's."""
    *folders, name = path.split("/")
    if any(folder in {"tests", "test", "testing_utils"} for folder in folders):
        return True
    return name == "conftest.py" or name.startswith("test_") or name.endswith("_test.py")


def _in_import_order(m: Machine, builders: list[str]) -> list[str]:
    """Each module after those that it imports: an iterative walk, so that depth costs nothing."""
    wanted, seen, order = set(builders), set[str](), list[str]()
    for start in builders:
        stack = (
            []
            if start in seen
            else [(start, iter(m.tasks.answer(("imports", start), _imports, m, start)))]
        )
        seen.add(start)
        while stack:
            key, rest = stack[-1]
            following = next((one for one in rest if one in wanted and one not in seen), None)
            if following is None:
                order.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append(
                    (
                        following,
                        iter(m.tasks.answer(("imports", following), _imports, m, following)),
                    )
                )
    return order


def _imports(m: Machine, key: str) -> tuple[str, ...]:
    """The modules of the project that a module imports at its top level."""
    m.tasks.uses((key, IMPORTS))
    targets: list[str] = []
    pending = list(reversed(m.store.facts(key).body))
    while pending:
        node = pending.pop()
        if node[0] in {"import", "from"}:
            targets += _targets(m, node, key)
        else:
            pending += [inner for block in reversed(blocks(node)) for inner in reversed(block)]
    return tuple(dict.fromkeys(targets))


def _targets(m: Machine, node: Node, key: str) -> Iterator[str]:
    if node[0] == "import":
        yield from (t for name, _ in node[2] if (t := m.absolute(name, key)) is not None)
        return
    _, _, level, name, pairs = node
    module = m.relative(level, name, key) if level else m.absolute(name, key)
    if module is None:
        return
    yield module
    for original, _ in pairs:
        m.tasks.asks(original)
        inner = m.layout.submodule(module, original)
        if inner is not None:
            yield inner


def _run_factories(m: Machine, builders: list[str], timeline: Timeline) -> None:
    """Functions that make an application and were not called: call them as a server would."""
    words = tuple(sorted({*_app_words(m, builders, timeline), "FastAPI", "Starlette"}))
    data = [word.encode() for word in words]
    files = [key for key in builders if m.store.mentions(key, data)]
    found = [
        one
        for key in files
        for one in m.tasks.answer(("factories", key, words), _factories, m, key, words)
    ]
    names = {name for _, called in found for name in called}
    wanted = set[str]()
    # A factory that another one calls is that one's part, not an entry of its own.
    for function, _ in sorted(found, key=lambda one: one[0].name in names):
        key = f"{function.module}:{function.qualname}"
        if (function.module, function.place.line) not in timeline.called and key not in wanted:
            wanted.add(key)
            if key not in m.tasks.of or key in m.tasks.dirty:
                _run_factory(m, key, function)
            timeline.visit(key)
    for key in [key for key in m.tasks.of if ":" in key and key not in wanted]:
        m.tasks.drop(key)


def _run_factory(m: Machine, key: str, function: Function) -> None:
    with m.tasks.run(key):
        m.tasks.looks(function)
        args: list[Value] = []
        if function.owner is not None and "staticmethod" not in function.marks:
            args = [m.call(function.owner, [], {}, function.place)]
        if not m.tasks.has_called(function):
            m.call(function, args, {}, function.place)
        if args and isinstance(args[0], Instance):
            _go_on(m, args[0])


def _go_on(m: Machine, made: Instance) -> None:
    """The methods that register on an object's own application, in the order of the class.

    Something calls them before the application serves: a `run` or a `setup`.
    """
    if not holds_router(made):
        return
    for name in made.cls.scope.names:
        method = class_attribute(m, made.cls, name)
        if (
            isinstance(method, Function)
            and method.node[0] == "def"
            and not m.tasks.has_called(method)
            and m.store.bodies.mentions(method.module, method.node, _REGISTER)
        ):
            m.call(bound(m, method, made, made.cls, method.place), [], {}, method.place)


def _app_words(m: Machine, builders: list[str], timeline: Timeline) -> Iterator[str]:
    """The names of the project's own application classes."""
    inheriting = m.store.matching(_INHERITS, b"FastAPI", b"Starlette")
    for key in dict.fromkeys([*builders, *(key for key in inheriting if timeline.has(key))]):
        yield from m.tasks.answer(("app classes", key), _app_classes, m, key)


def _app_classes(m: Machine, key: str) -> tuple[str, ...]:
    m.tasks.uses((key, ALL))
    classes = [value for value in m.module(key).names.values() if isinstance(value, Class)]
    return tuple(cls.name for cls in classes if _is_app_class(m, cls))


def _factories(
    m: Machine, key: str, words: tuple[str, ...]
) -> tuple[tuple[Function, frozenset[str]], ...]:
    """The functions of a module that make an application, each with the names that it calls."""
    m.tasks.uses((key, ALL), key)
    return tuple(
        (one, frozenset(_called_names(_body(m, one))))
        for one in _functions(m, key)
        if _makes_app(m, one, words)
    )


def _functions(m: Machine, key: str) -> Iterator[Function]:
    for value in list(m.module(key).names.values()):
        if isinstance(value, Function) and value.module == key and value.node[0] == "def":
            yield value
        elif isinstance(value, Class) and value.module == key:
            for name in list(value.scope.names):
                method = class_attribute(m, value, name)
                if isinstance(method, Function) and method.module == key:
                    yield method


def _body(m: Machine, function: Function) -> list[Node]:
    bodies = m.store.bodies
    wanted = bodies.worth(function.module, function.node)
    return m.body(function) if wanted else []


def _makes_app(m: Machine, function: Function, words: tuple[str, ...]) -> bool:
    if not m.store.bodies.mentions(function.module, function.node, words):
        return False
    # What makes it may be another library's: then the annotations tell.
    returned = m.evaluate(function.node[7], function.scope) if function.node[7] else None
    if isinstance(returned, External) and KINDS.get(returned.name) == "app":
        return True
    body = _body(m, function)
    inside = dict(_imported_inside(m, body))
    for name in _called_names(body):
        value = inside.get(name) or m.lookup(name, function.scope)
        made = getattr(value, "name", "") if not isinstance(value, Class) else ""
        if KINDS.get(made) == "app":
            return True
        if isinstance(value, Class) and _is_app_class(m, value):
            return True
    return False


def _imported_inside(m: Machine, body: list[Node]) -> Iterator[tuple[str, Value]]:
    """The libraries' names that a function imports for itself, where it gives something back.

    One that gives nothing back runs a server of its own, beside much else.
    """
    gives = any(node[0] == "ret" and node[2] is not None for node in body)
    for node in body if gives else ():
        if node[0] == "from" and not node[2]:
            yield from ((renamed, m.external(f"{node[3]}.{name}")) for name, renamed in node[4])


def _is_app_class(m: Machine, cls: Class) -> bool:
    return any(KINDS.get(name) == "app" for name in external_bases(m, cls))


def _called_names(body: list[Node]) -> set[str]:
    """The plain names that some statements call, functions inside left out."""
    found: set[str] = set()
    pending: list[object] = [node for node in body if node[0] not in {"def", "class"}]
    while pending:
        node = pending.pop()
        if not isinstance(node, list) or not node:
            continue
        if node[0] in ("def", "class") and len(node) > 7:  # noqa: PLR2004 -- a statement's length
            continue
        if node[0] == "call" and isinstance(node[1], list):
            callee = node[1]
            if callee[0] == "n":
                found.add(callee[1])
            elif callee[0] == "." and callee[1][0] == "n" and callee[2] == "FastAPI":
                found.add("FastAPI")
        pending += node
    return found
