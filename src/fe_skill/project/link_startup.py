"""Routes that are added when the application starts: they exist, and nothing here lists them.

Lives here: startup_gaps.
Does not:   routes that are added while modules are imported (link_routes.py).
"""

from collections.abc import Iterable, Iterator

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.values import Function, Router, Value
from fe_skill.project.link_dependencies import signed
from fe_skill.project.model import Gap, Where
from fe_skill.project.protection import walk

_ADDERS = frozenset(
    ("include_router", "add_api_route", "add_route", "add_api_websocket_route", "mount",
     "add_websocket_route")
)  # fmt: skip
_CALL = 5


def startup_gaps(m: Machine, apps: Iterable[Router]) -> Iterator[Gap]:
    """A gap for each call in a lifespan or start-up handler that adds routes."""
    for app in apps:
        for function in _starters(m, app):
            for line, name in _added(m, function):
                reason = f"`{name}` runs when the application starts"
                yield Gap(Where(function.module, line), "routes added at start-up", reason)


def _starters(m: Machine, app: Router) -> Iterator[Function]:
    values: list[Value | None] = [app.options.get("lifespan")]
    values += [entry.target for entry in app.entries if entry.kind == "event"]
    for value in values:
        for option in () if value is None else signed(m.force(value)):
            if isinstance(option, Function) and option.node[0] == "def":
                yield option


def _added(m: Machine, function: Function) -> Iterator[tuple[int, str]]:
    """The lines that add routes to the application or a router, with what they call."""
    first = next((parameter[0] for parameter in function.parameters), None)
    body = m.store.bodies.body(function.module, function.node)
    for call in walk(body):
        if (
            call[0] != "call"
            or len(call) != _CALL
            or call[1][0] != "."
            or call[1][2] not in _ADDERS
        ):
            continue
        owner = call[1][1]
        if owner[0] == "n" and (owner[1] == first or _is_router(m, owner[1], function)):
            yield call[4], f"{owner[1]}.{call[1][2]}"


def _is_router(m: Machine, name: str, function: Function) -> bool:
    return isinstance(m.force(m.lookup(name, function.scope)), Router)
