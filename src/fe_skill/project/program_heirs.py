"""The classes of a project below one of them.

Lives here: Heirs.
Does not:   what is above a class (program_classes.py).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fe_skill.project.program_classes import Classes
from fe_skill.project.program_parts import Class

if TYPE_CHECKING:
    from fe_skill.project.reader import Facts

_BASES: Final = re.compile(rb"\bclass\s+\w+\s*(?:\[[^\]\n]*\]\s*)?\(([^)]*)\)")
_WORD: Final = re.compile(rb"\w+")


class Heirs:
    """Subclasses, found by a look at the bytes of all files and a parse of those that fit.

    A base that is imported under another name isn't seen.
    """

    def __init__(
        self, facts: "Facts", classes: Classes, inside: Callable[[str], Iterable[Class]]
    ) -> None:
        self._facts = facts
        self._classes = classes
        self._inside = inside
        self._known: dict[str, tuple[Class, ...]] = {}

    def below(self, dotted: str) -> tuple[Class, ...]:
        """The classes below one, at any depth."""
        known = self._known.get(dotted)
        if known is None:
            found: dict[str, Class] = {}
            pending = [dotted]
            while pending:
                for cls in self._directly(pending.pop()):
                    if cls.dotted not in found:
                        found[cls.dotted] = cls
                        pending.append(cls.dotted)
            known = self._known[dotted] = tuple(found.values())
        return known

    def _directly(self, dotted: str) -> Iterator[Class]:
        for path in self._files.get(dotted.rpartition(".")[2].encode(), ()):
            for cls in self._inside(path):
                bases = self._classes.bases(cls) if cls.node.bases else ()
                if any(isinstance(b.cls, Class) and b.cls.dotted == dotted for b in bases):
                    yield cls

    @cached_property
    def _files(self) -> dict[bytes, dict[str, None]]:
        """The files that have classes with a base of some name."""
        found: dict[bytes, dict[str, None]] = {}
        for path in self._facts.paths:
            for bases in _BASES.findall(self._facts.source(path)):
                for word in _WORD.findall(bases):
                    found.setdefault(word, {})[path] = None
        return found
