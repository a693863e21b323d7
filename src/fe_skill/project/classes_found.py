"""The classes of a project that matter for data, found once for all who ask.

Lives here: of_classes, data_files.
Does not:   what they mean (link_models.py, link_schemas.py, link_settings.py).
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.run import is_test
from fe_skill.project.interpreter.tasks import ALL
from fe_skill.project.interpreter.values import Class
from fe_skill.project.store import Store

_T = TypeVar("_T")
_CLASS = re.compile(rb"class (\w+)(?:\[[^\]]*\])?\(([^)]*)\)")
_MADE_BASE = re.compile(
    rb"^(\w+)[^=\n]*=\s*[\w.()]*\b(declarative_base|generate_base|automap_base)\(", re.MULTILINE
)
_DECORATED = re.compile(rb"@[\w.]*\b(as_declarative)\([^\n]*\)\s*class (\w+)")
# A base under another name: `Base: type[DeclarativeBase] = DBTable`, `import Base as Model`.
_SAME = re.compile(rb"\n([A-Z]\w*)(?: ?:[^=\n]+)? ?= ?([A-Z]\w*)[ \t]*(?=[#\r\n])")
_AS = re.compile(rb" as ([A-Z]\w*)")
_LAST_WORD = re.compile(rb"\w+$")
_NAMES = re.compile(rb"\w+")
# Names that make a class a matter of data, wherever they come from.
_ROOTS = frozenset(
    b"BaseModel SQLModel RootModel GenericModel BaseSettings DeclarativeBase declarative_base "
    b"as_declarative "
    b"DeclarativeBaseNoMeta MappedAsDataclass generate_base automap_base BaseUser BaseUserCreate "
    b"BaseUserUpdate UUIDBase UUIDAuditBase BigIntBase BigIntAuditBase".split()
)


def data_files(store: Store) -> tuple[str, ...]:
    """The files whose classes can be mapped or validated."""
    return store.overall(_bases_in, _data_files)


def _data_files(store: Store) -> tuple[str, ...]:
    """The files whose classes can be mapped or validated, by the names of their bases alone.

    A class counts where one of its bases does, however many classes lie between; two classes of
    one name are taken for one, so that at worst a file is read in vain.
    """
    heads: dict[bytes, set[bytes]] = {}
    homes: dict[bytes, set[str]] = {}
    for path in store.listing.python:
        if not is_test(path):
            for name, bases in store.look(_bases_in, path):
                homes.setdefault(name, set()).add(path)
                for base in _NAMES.findall(bases):
                    heads.setdefault(base, set()).add(name)
    wanted: set[bytes] = set()
    pending = list(_ROOTS)
    while pending:
        new = heads.get(pending.pop(), set()) - wanted
        wanted |= new
        pending += new
    return tuple(sorted({path for name in wanted for path in homes[name]}))


def _bases_in(data: bytes) -> list[tuple[bytes, bytes]]:
    """The names of classes, each with what stands between its brackets, or is its other name."""
    found = _CLASS.findall(data) if b"class " in data else []
    found += _MADE_BASE.findall(data) if b"_base(" in data else []
    if b"as_declarative" in data:
        found += [(name, base) for base, name in _DECORATED.findall(data)]
    return found + _SAME.findall(data) + list(_renamed(data))


def _renamed(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for found in _AS.finditer(data):
        before = _LAST_WORD.search(data, max(0, found.start() - 80), found.start())
        if before is not None and before.group()[:1].isupper():
            yield found.group(1), before.group()


def of_classes(m: Machine, work: Callable[[Machine, Class], _T | None]) -> list[_T]:
    """What `work` says of each class that may hold data: at the top of a module or inside one."""

    def in_file(path: str) -> list[_T]:
        m.tasks.uses((path, ALL), path)
        answers = (m.tasks.answer((work, cls), work, m, cls) for cls in _classes(m, path))
        return [answer for answer in answers if answer is not None]

    found = (m.tasks.answer((work, path), in_file, path) for path in data_files(m.store))
    return [one for answer in found for one in answer]


def _classes(m: Machine, path: str) -> Iterator[Class]:
    try:
        scope = m.module(path)
    except RecursionError:
        return
    for value in list(scope.names.values()):
        if isinstance(value, Class) and value.module == path:
            yield value
            for inner in value.scope.names.values():
                if isinstance(inner, Class) and inner.module == path:
                    yield inner
