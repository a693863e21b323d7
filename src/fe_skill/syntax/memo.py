"""What follows from an object that doesn't change, worked out once.

Lives here: Memo.
"""

from collections.abc import Callable
from typing import Any, Self, TypeVar

_T = TypeVar("_T")


class Memo:
    """Something that answers are worked out of, and kept for as long as it is."""

    def once(self, work: Callable[[Self], _T]) -> _T:
        """What `work` makes of this; it has to follow from this alone."""
        known: dict[Callable[[Any], Any], Any] = self.__dict__.setdefault("_worked_out", {})
        if work not in known:
            known[work] = work(self)
        found: _T = known[work]
        return found
