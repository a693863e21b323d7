"""Answers worked out once, where working one out may lead back to itself.

Lives here: Once.
"""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

_T = TypeVar("_T")
_DEEPEST: Final = 90
_MOST_TRIES: Final = 3


class Once(Generic[_T]):
    """A table of answers. What leads back to itself, or too deep, is None on the way.

    An answer that such a None went into isn't kept, unless it is the outermost: asked for by
    itself it may be better. On the way to one outermost answer it is worked out a few times at
    most: in a large knot of names that lead to each other it would be once for every way there.
    """

    def __init__(self) -> None:
        self._known: dict[object, _T | None] = {}
        self._open: set[object] = set()
        self._cuts = 0
        self._tried: dict[object, tuple[int, _T | None]] = {}

    def get(self, key: object, work: Callable[[], _T | None]) -> _T | None:
        """The answer for a key."""
        if key in self._known:
            return self._known[key]
        if key in self._open or len(self._open) > _DEEPEST:
            self._cuts += 1
            return None
        tries, last = self._tried.get(key, (0, None))
        if tries >= _MOST_TRIES:
            self._cuts += 1
            return last
        self._open.add(key)
        cuts = self._cuts
        try:
            found = work()
        finally:
            self._open.discard(key)
            if not self._open:
                self._tried.clear()
        if cuts == self._cuts or not self._open:
            self._known[key] = found
        else:
            self._tried[key] = tries + 1, found
        return found
