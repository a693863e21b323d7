"""Which modules and factories are run, in which order.

Lives here: run, Outcome.
Does not:   what they do (the rest of this folder), what comes of it (link_routes.py).

Modules that build are run in import order, entry modules last, as Python would finish them. Then
every function that makes an application and that nobody called is called once, with its defaults.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fe_skill.project.interpreter.calls import attribute, call
from fe_skill.project.interpreter.classes import class_attribute, external_bases
from fe_skill.project.interpreter.expressions import EXPRESSIONS
from fe_skill.project.interpreter.fastapi import KINDS
from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.statements import STATEMENTS
from fe_skill.project.interpreter.values import Class, External, Function, Value
from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import blocks
from fe_skill.project.store import Store


@dataclass(frozen=True, slots=True)
class Outcome:
    """The machine after the run, and the modules that it ran for their own sake."""

    machine: Machine
    builders: tuple[str, ...]


def run(store: Store) -> Outcome:
    """Follow everything in the project that builds applications."""
    machine = Machine(store, EXPRESSIONS, STATEMENTS, call, attribute)
    builders = [path for path in store.builders() if not is_test(path)]
    for key in _in_import_order(machine, builders):
        machine.module(key)
    _run_factories(machine, builders)
    for entry in (entry for router in machine.routers for entry in router.entries):
        entry.target = machine.force(entry.target)
        entry.path = None if entry.path is None else machine.force(entry.path)
    return Outcome(machine, tuple(builders))


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
        stack = [] if start in seen else [(start, iter(_imports(m, start, wanted)))]
        seen.add(start)
        while stack:
            key, rest = stack[-1]
            following = next((one for one in rest if one not in seen), None)
            if following is None:
                order.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(_imports(m, following, wanted))))
    return order


def _imports(m: Machine, key: str, wanted: set[str]) -> list[str]:
    """The building modules that a module imports at its top level."""
    found: list[str] = []
    pending = list(reversed(m.store.facts(key).body))
    while pending:
        node = pending.pop()
        if node[0] in {"import", "from"}:
            found += _targets(m, node, key)
        else:
            pending += [inner for block in reversed(blocks(node)) for inner in reversed(block)]
    return [target for target in dict.fromkeys(found) if target in wanted]


def _targets(m: Machine, node: Node, key: str) -> Iterator[str]:
    layout = m.layout
    if node[0] == "import":
        yield from (t for name, _ in node[2] if (t := layout.absolute(name, key)) is not None)
        return
    _, _, level, name, pairs = node
    module = layout.relative(level, name, key) if level else layout.absolute(name, key)
    if module is None:
        return
    yield module
    for original, _ in pairs:
        inner = layout.submodule(module, original)
        if inner is not None:
            yield inner


def _run_factories(m: Machine, builders: list[str]) -> None:
    """Functions that make an application and were not called: call them as a server would."""
    classes = [value for key in builders for value in m.module(key).names.values()]
    words = [c.name for c in classes if isinstance(c, Class) and _is_app_class(m, c)]
    words = sorted({*words, "FastAPI", "Starlette"})
    data = [word.encode() for word in words]
    files = [k for k in builders if any(word in m.store.data(k) for word in data)]
    found = [f for key in files for f in _functions(m, key) if _makes_app(m, f, tuple(words))]
    names = {name for function in found for name in _called_names(_body(m, function))}
    # A factory that another one calls is that one's part, not an entry of its own.
    for function in sorted(found, key=lambda f: f.name in names):
        if (function.module, function.place.line) not in m.called:
            args: list[Value] = []
            if function.owner is not None and "staticmethod" not in function.marks:
                made = m.call(function.owner, [], {}, function.place)
                args = [made]
                if (function.module, function.place.line) in m.called:
                    continue
            m.call(function, args, {}, function.place)


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
    return bodies.body(function.module, function.node) if wanted else []


def _makes_app(m: Machine, function: Function, words: tuple[str, ...]) -> bool:
    if not m.store.bodies.mentions(function.module, function.node, words):
        return False
    # What makes it may be another library's: then the annotations tell.
    returned = m.evaluate(function.node[7], function.scope) if function.node[7] else None
    if isinstance(returned, External) and KINDS.get(returned.name) == "app":
        return True
    for name in _called_names(_body(m, function)):
        value = m.lookup(name, function.scope)
        made = getattr(value, "name", "") if not isinstance(value, Class) else ""
        if KINDS.get(made) == "app":
            return True
        if isinstance(value, Class) and _is_app_class(m, value):
            return True
    return False


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
