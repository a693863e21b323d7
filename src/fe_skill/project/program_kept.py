"""Parsed files, kept from one program to the next: after an edit, most are the same.

Lives here: KeptModules, KEPT.
Does not:   parsing (syntax/parse.py), what a program works out of a file (program.py).

A tree takes some eighty times the bytes of its source: only as much is kept as small projects need.
"""

import threading
from collections import OrderedDict

from fe_skill.syntax.module import SourceModule

_MOST = 1_000_000  # bytes of source

_Key = tuple[str, str, bytes]


class KeptModules:
    """The modules that were used last, by path, dotted name and bytes."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._bytes = 0
        self._modules: OrderedDict[_Key, SourceModule] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: str, name: str, data: bytes) -> SourceModule | None:
        """The module of a file that still has these bytes."""
        key = path, name, data
        with self._lock:
            found = self._modules.get(key)
            if found is not None:
                self._modules.move_to_end(key)
            return found

    def keep(self, module: SourceModule, data: bytes) -> None:
        """Remember a module in place of those that were not used for longest."""
        key = module.path, module.name, data
        with self._lock:
            if key in self._modules:
                return
            self._modules[key] = module
            self._bytes += len(data)
            while self._bytes > self._most:
                (_, _, gone), _ = self._modules.popitem(last=False)
                self._bytes -= len(gone)


KEPT = KeptModules()
