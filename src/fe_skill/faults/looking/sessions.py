"""Where sessions and engines are made: by the facts, and by calls that the facts don't keep.

Lives here: Maker, makers.
"""

import ast
from dataclasses import dataclass
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.faults.fault import Place
from fe_skill.syntax.module import SourceModule

_SESSIONS: Final = frozenset(("sessionmaker", "async_sessionmaker"))
_DIRECT: Final = frozenset(("AsyncSession",))
_ENGINES: Final = frozenset(("create_engine", "create_async_engine"))
_OTHERS: Final = frozenset(("engine_from_config", "async_engine_from_config"))
_ORM: Final = ("sqlalchemy", "sqlmodel")


@dataclass(frozen=True, eq=False)
class Maker:
    """A call that makes engines or sessions."""

    module: SourceModule
    call: ast.Call
    name: str

    @property
    def place(self) -> Place:
        """Where the call is."""
        return Place(self.module.path, self.call.lineno, self.name)

    @property
    def code(self) -> str:
        """Its first line."""
        return self.module.line(self.call.lineno).strip()

    def option(self, name: str) -> str | None:
        """An argument as it is written."""
        for one in self.call.keywords:
            if one.arg == name:
                return self.module.segment(one.value)
        return None

    @property
    def is_test(self) -> bool:
        """Whether it is in the tests."""
        parts = self.module.path.split("/")
        return "tests" in parts or parts[-1].startswith(("test_", "conftest"))


def session_makers(case: Case) -> list[Maker]:
    """Where sessions are made, the application's before the tests'."""
    return _makers(case, _SESSIONS, b"sessionmaker") or _makers(case, _DIRECT, b"AsyncSession(")


def engine_makers(case: Case) -> list[Maker]:
    """Where engines are made."""
    return _makers(
        case, _ENGINES | _OTHERS, b"create_engine", b"create_async_engine", b"engine_from"
    )


def _makers(case: Case, names: frozenset[str], *words: bytes) -> list[Maker]:
    if case.program is None:
        return []
    found = [
        Maker(module, call, dotted.rpartition(".")[2])
        for module in case.program.mentioning(*words)
        for call in module.nodes(ast.Call)
        if (dotted := module.dotted(call.func))
        and dotted.rpartition(".")[2] in names
        and dotted.startswith(_ORM)
    ]
    return sorted(found, key=lambda one: (one.is_test, "env.py" in one.module.path))
