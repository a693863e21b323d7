"""Functions that register routes and that nothing calls which is followed here.

Lives here: unfollowed_gaps.
Does not:   routes of what is followed (link_routes.py), and of start-up (link_startup.py).
"""

import re
from collections.abc import Iterable, Iterator

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.run import Outcome, is_test
from fe_skill.project.interpreter.tasks import BYTES
from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import blocks
from fe_skill.project.model import Gap, Where
from fe_skill.project.protection import walk

_REGISTERS = re.compile(
    rb"^[ \t]+(?:[\w.]+\.(?:include_router|add_api_route|add_api_websocket_route)\("
    rb"|@[\w.]*(?:app|router|api)\.(?:get|post|put|patch|delete|websocket|api_route)\()",
    re.MULTILINE,
)
_NAMES = frozenset(
    ("include_router", "add_api_route", "add_api_websocket_route", "api_route", "websocket",
     "get", "post", "put", "patch", "delete")
)  # fmt: skip
_REASON = "no call of it is followed, and it registers routes"


def unfollowed_gaps(outcome: Outcome, told: Iterable[Gap]) -> Iterator[Gap]:
    """A gap for each where nothing inside is `told` already."""
    machine = outcome.machine
    places = {(gap.where.path, gap.where.line) for gap in told}
    for path in machine.store.builders():
        if is_test(path):
            continue
        for line, end, name in machine.tasks.answer(
            ("registering", path), _registering, machine, path
        ):
            inside = any((path, at) in places for at in range(line, end + 1))
            if (path, line) not in outcome.called and not inside:
                yield Gap(Where(path, line), f"routes of `{name}`", _REASON)


def _registering(m: Machine, path: str) -> tuple[tuple[int, int, str], ...]:
    """The functions of a file, no inner ones, whose body registers something."""
    m.tasks.uses((path, BYTES))
    data = m.store.data(path)
    starts = [match.start() for match in _REGISTERS.finditer(data)]
    lines = [data.count(b"\n", 0, start) + 1 for start in starts]
    found: list[tuple[int, int, str]] = []
    for name, node in _functions(m.store.facts(path).body, "") if lines else ():
        inside = any(node[2] < line <= node[3] for line in lines)
        # What a docstring shows is no call.
        if inside and any(map(_is_call, walk(m.store.bodies.body(path, node)))):
            found.append((node[2], node[3], name))
    return tuple(found)


def _is_call(node: Node) -> bool:
    return node[0] == "call" and node[1][0] == "." and node[1][2] in _NAMES


def _functions(body: list[Node], prefix: str) -> Iterator[tuple[str, Node]]:
    for node in body:
        if node[0] == "def":
            yield f"{prefix}{node[1]}", node
        elif node[0] == "class":
            yield from _functions(node[7], f"{prefix}{node[1]}.")
        else:
            for block in blocks(node):
                yield from _functions(block, prefix)
