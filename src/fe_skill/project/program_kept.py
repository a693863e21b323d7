"""Parsed files, kept from one program to the next: after an edit, most are the same.

Lives here: KeptModules, KEPT.
Does not:   parsing (syntax/parse.py), what a program works out of a file (program.py).

A tree takes some thirty to eighty times the bytes of its source, so there is an end to it. In a
project that is larger than that, a part is kept, and always the same one: were the newest put in
place of the oldest, each would be gone by the time it is asked for again.
"""

import threading
from collections import OrderedDict

from fe_skill.syntax.module import SourceModule

_MOST = 8_000_000  # bytes of source

_Key = tuple[str, str, bytes]


class KeptModules:
    """The modules that the last programs used, by path, dotted name and bytes."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._bytes = 0
        self._modules: OrderedDict[_Key, SourceModule] = OrderedDict()
        self._used: dict[_Key, int] = {}
        self._programs = 0
        self._lock = threading.Lock()

    def another_program(self) -> None:
        """What the one before the last used, and none since, may go."""
        with self._lock:
            self._programs += 1

    def get(self, path: str, name: str, data: bytes) -> SourceModule | None:
        """The module of a file that still has these bytes."""
        key = path, name, data
        with self._lock:
            found = self._modules.get(key)
            if found is not None:
                self._use(key)
            return found

    def keep(self, module: SourceModule, data: bytes) -> None:
        """Remember a module where there is room, or others that may go."""
        key = module.path, module.name, data
        with self._lock:
            while self._bytes + len(data) > self._most:
                oldest = next(iter(self._modules), None)
                if oldest is None or self._used[oldest] >= self._programs - 1:
                    return
                del self._modules[oldest], self._used[oldest]
                self._bytes -= len(oldest[2])
            if key not in self._modules:
                self._modules[key] = module
                self._bytes += len(data)
            self._use(key)

    def _use(self, key: _Key) -> None:
        self._modules.move_to_end(key)
        self._used[key] = self._programs


KEPT = KeptModules()
