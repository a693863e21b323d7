"""What is made when a module is imported, and belongs to an event loop all the same.

Lives here: Shared, shared.
Does not:   sessions (sessions.py).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Evidence, Place
from fe_skill.faults.looking.source import is_test, last_name
from fe_skill.syntax.module import SourceModule

_PRIMITIVES: Final = frozenset(
    ("Semaphore", "BoundedSemaphore", "Lock", "Event", "Condition", "Queue", "PriorityQueue")
)
_KEEPERS: Final = frozenset(
    ("create_async_engine", "async_engine_from_config", "AsyncClient", "ClientSession",
     "create_pool", "AsyncIOMotorClient", "from_url")
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Shared:
    """A call at the top of a file whose result binds itself to a loop."""

    module: SourceModule
    node: ast.Call

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.module.path, self.node.lineno, last_name(self.node.func))

    @property
    def evidence(self) -> Evidence:
        """Its line."""
        line = self.node.lineno
        return Evidence(
            "made once, for all loops", self.module.path, line, self.module.line(line).strip()
        )


def shared(case: Case, *kinds: str) -> list[Shared]:
    """Such calls, those of asked kinds alone, plain asyncio ones first, those of tests last."""
    wanted = frozenset(kinds) or _PRIMITIVES | _KEEPERS
    found = list(_all(case, wanted))
    return sorted(
        found,
        key=lambda one: (is_test(one.module.path), last_name(one.node.func) in _KEEPERS),
    )


def _all(case: Case, wanted: frozenset[str]) -> Iterator[Shared]:
    words = [f"{kind}(".encode() for kind in wanted]
    for module in case.program.mentioning(*words) if case.program else ():
        for call in module.nodes(ast.Call):
            top = module.function_of(call) is None
            name = module.dotted(call.func) or ""
            fits = last_name(call.func) not in _PRIMITIVES or name.startswith("asyncio.")
            if top and fits and last_name(call.func) in wanted:
                yield Shared(module, call)
