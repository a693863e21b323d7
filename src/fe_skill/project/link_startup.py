"""Routes that are added when the application starts: they exist, and nothing here lists them.

Lives here: startup_gaps.
Does not:   routes that are added while modules are imported (link_routes.py).
"""

from collections.abc import Iterable, Iterator

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.values import Function, Router, Value
from fe_skill.project.link_dependencies import signed
from fe_skill.project.lower import Node as Lowered
from fe_skill.project.model import Gap, Where
from fe_skill.project.protection import walk

_ADDERS = frozenset(
    ("include_router", "add_api_route", "add_route", "add_api_websocket_route", "mount",
     "add_websocket_route")
)  # fmt: skip
_CALL = 5
_DEEPEST = 5


def startup_gaps(m: Machine, apps: Iterable[Router]) -> Iterator[Gap]:
    """A gap for each call in a lifespan or start-up handler that adds routes."""
    for app in apps:
        for function in _starters(m, app):
            for within, line, name in m.tasks.answer(("added", function), _by, m, function):
                reason = f"`{name}` runs when the application starts"
                yield Gap(Where(within, line), "routes added at start-up", reason)


def _starters(m: Machine, app: Router) -> Iterator[Function]:
    values: list[Value | None] = [app.options.get("lifespan")]
    values += [entry.target for entry in app.entries if entry.kind == "event"]
    for value in values:
        for option in () if value is None else signed(m.force(value)):
            if isinstance(option, Function) and option.node[0] == "def":
                yield option


def _by(m: Machine, function: Function) -> list[tuple[str, int, str]]:
    m.tasks.looks(function)
    first = next((parameter[0] for parameter in function.parameters), None)
    return list(_added(m, function, first, ()))


def _added(
    m: Machine, function: Function, app: str | None, above: tuple[Function, ...]
) -> Iterator[tuple[str, int, str]]:
    """The places that add routes to the application or a router, with what they call.

    `app` is the function's name for the application; functions that it is handed to are followed.
    """
    body = m.body(function)
    for call in walk(body):
        if call[0] != "call" or len(call) != _CALL:
            continue
        callee = call[1]
        if callee[0] == "." and callee[2] in _ADDERS:
            owner = callee[1]
            if owner[0] == "n" and (owner[1] == app or _is_router(m, owner[1], function)):
                yield function.module, call[4], f"{owner[1]}.{callee[2]}"
        elif callee[0] == "n" and len(above) < _DEEPEST:
            inner = m.force(m.lookup(callee[1], function.scope))
            handed = _handed(inner, call, app)
            if isinstance(inner, Function) and handed and inner not in above:
                m.tasks.looks(inner)
                yield from _added(m, inner, handed, (*above, function))


def _handed(function: Value, call: Lowered, app: str | None) -> str | None:
    """The name under which a function that is called gets the application."""
    if not isinstance(function, Function) or function.node[0] != "def" or app is None:
        return None
    named = next((name for name, value in call[3] if value == ["n", app]), None)
    pairs = zip(function.parameters, call[2], strict=False)
    return named or next((p[0] for p, value in pairs if value == ["n", app]), None)


def _is_router(m: Machine, name: str, function: Function) -> bool:
    return isinstance(m.force(m.lookup(name, function.scope)), Router)
