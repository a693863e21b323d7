"""The classes of a project that matter for data, found once for all who ask.

Lives here: find_classes, data_files.
Does not:   what they mean (link_models.py, link_schemas.py, link_settings.py).
"""

import re
from collections.abc import Iterator

from fe_skill.project.interpreter.machine import Machine
from fe_skill.project.interpreter.run import is_test
from fe_skill.project.interpreter.values import Class
from fe_skill.project.store import Store

# Files whose classes can be mapped or validated; a base of the project's own is met by its name.
_DATA = re.compile(
    rb"sqlalchemy|sqlmodel|pydantic|BaseModel|BaseSettings|mapped_column|__tablename__"
    rb"|^class \w+\((?:[\w.]*(?:Base|Model|Mixin|Schema|In|Out|Create|Update|Read|Public)\b)",
    re.MULTILINE,
)


def data_files(store: Store) -> list[str]:
    """The files that are worth reading for their classes."""
    found = store.matching(_DATA, b"class ")
    return [path for path in found if not is_test(path)]


def find_classes(m: Machine) -> tuple[Class, ...]:
    """Every class at the top of a module, or inside another class, that may hold data."""
    found: list[Class] = []
    for path in data_files(m.store):
        found += _classes(m, path)
    return tuple(found)


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
