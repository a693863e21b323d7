"""Engines, session makers, and the statements that functions build.

Lives here: link_sessions, link_queries.
Does not:   which dependency hands out a session (link_project.py tells what each yields).
"""

import re
from collections.abc import Iterator

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.run import is_test
from fe_skill.project.interpreter.show import show
from fe_skill.project.interpreter.tasks import BYTES
from fe_skill.project.interpreter.values import (
    Class,
    Const,
    External,
    Made,
    Place,
    Scope,
    Value,
)
from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import blocks
from fe_skill.project.model import Query, SessionFact, Where
from fe_skill.project.protection import walk
from fe_skill.project.store import Store

_KINDS = {
    "create_engine": "engine",
    "create_async_engine": "engine",
    "engine_from_config": "engine",
    "async_engine_from_config": "engine",
    "sessionmaker": "sessionmaker",
    "async_sessionmaker": "sessionmaker",
    "scoped_session": "sessionmaker",
    "async_scoped_session": "sessionmaker",
}
_ORM = re.compile(rb"sqlalchemy|sqlmodel")
_STATEMENTS = frozenset(("select", "insert", "update", "delete", "text"))
_CALL = 5


def link_sessions(m: Machine) -> tuple[SessionFact, ...]:
    """The engines and session makers that modules hold."""
    found: dict[int, SessionFact] = {}
    for path in m.store.matching(
        _MAKES, b"_engine", b"sessionmaker", b"scoped_session", b"engine_from"
    ):
        if is_test(path):
            continue
        for name, value in m.module(path).names.items():
            kind = _KINDS.get(value.name.rpartition(".")[2]) if isinstance(value, Made) else None
            if isinstance(value, Made) and kind is not None:
                where = Where(*value.place)
                dotted = f"{m.layout.dotted(path)}:{name}"
                found.setdefault(id(value), SessionFact(dotted, where, kind, _options(value)))
    return tuple(found.values())


_MAKES = re.compile(
    rb"(?:create_(?:async_)?engine|sessionmaker|scoped_session|engine_from_config)\("
)


def _options(value: Made) -> tuple[tuple[str, str], ...]:
    """The options that are literals; the URL isn't among them, for it may hold a password."""
    return tuple(
        (name, str(option.value) if isinstance(option, Const) else getattr(option, "name", "?"))
        for name, option in sorted(value.kwargs.items())
        if name not in {"url", "bind", "connect_args"}
    )


def _functions(store: Store, path: str) -> Iterator[tuple[str, Node]]:
    """Every function of a file with its body: (dotted name, node)."""
    pending: list[tuple[str, Node]] = [("", node) for node in store.whole(path).body]
    while pending:
        prefix, node = pending.pop()
        if node[0] == "def":
            yield prefix + node[1], node
            pending += [(f"{prefix}{node[1]}.", inner) for inner in node[8] or []]
        elif node[0] == "class":
            pending += [(f"{prefix}{node[1]}.", inner) for inner in node[7]]
        else:
            pending += [(prefix, inner) for block in blocks(node) for inner in block]


def link_queries(m: Machine, store: Store) -> tuple[Query, ...]:
    """The statements of every file that knows an ORM, each with the function that builds it."""
    paths = [path for path in store.matching(_ORM) if not is_test(path)]
    return tuple(
        one for path in paths for one in m.tasks.answer(("queries", path), _queries_in, m, path)
    )


def _queries_in(m: Machine, path: str) -> tuple[Query, ...]:
    m.tasks.uses((path, BYTES))
    scope, dotted = m.module(path), m.layout.dotted(path)
    return tuple(
        one
        for name, node in _functions(m.store, path)
        for one in _queries(m, scope, f"{dotted}.{name}", node)
    )


def _queries(m: Machine, scope: Scope, function: str, node: Node) -> Iterator[Query]:
    """The statements of one function, each by its longest chain of calls."""
    seen: set[int] = set()
    own = [inner for inner in node[8] or [] if inner[0] not in {"def", "class"}]
    for call in walk(own):
        if call[0] != "call" or len(call) != _CALL or id(call) in seen:
            continue
        chain = _chain(call)
        seen |= {id(link) for link in chain}
        root = chain[-1]
        name = _statement(m, root[1], scope)
        if name is not None:
            options = [show(arg) for link in chain for arg in _loader_options(link)]
            entities = tuple(_entity(m, arg, scope) for arg in root[2])
            yield Query(function, Where(scope.module, root[4]), name, entities, tuple(options))


def _chain(call: Node) -> list[Node]:
    """A call and the calls that it is chained on, the first one last."""
    found = [call]
    while True:
        callee = found[-1][1]
        if callee[0] != "." or callee[1][0] != "call":
            return found
        found.append(callee[1])


def _statement(m: Machine, callee: Node, scope: Scope) -> str | None:
    if callee[0] == "n" and callee[1] in _STATEMENTS:
        value: Value = m.lookup(callee[1], scope)
    elif callee[0] == "." and callee[2] in _STATEMENTS and callee[1][0] == "n":
        value = m.attribute(m.lookup(callee[1][1], scope), callee[2], Place(scope.module, 0))
    else:
        return None
    name = value.name if isinstance(value, External) else ""
    return name.rpartition(".")[2] if name.startswith(("sqlalchemy.", "sqlmodel.")) else None


def _loader_options(link: Node) -> list[Node]:
    callee = link[1]
    return list(link[2]) if callee[0] == "." and callee[2] == "options" else []


def _entity(m: Machine, node: Node, scope: Scope) -> str:
    value = m.lookup(node[1], scope) if node[0] == "n" else None
    return value.name if isinstance(value, Class) else show(node)
