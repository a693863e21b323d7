"""Lets the disk refuse every step in turn, and looks what the call answers and what is there.

    python -m benchmarks.reliability.faults [--every N]

For each journey, each step and each of ENOSPC, EACCES and EIO, twice: the disk refuses that one
step, or that step and all after it until it is repaired (then `recover` is called). A call that
answered well must have left the new tree, a refused one the old. Ends with 1 when one fails.
"""

import argparse
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.reliability import trees
from fe_skill.changes.apply import apply
from fe_skill.changes.disk import Disk
from fe_skill.changes.recover import recover
from fe_skill.changes.undo import undo
from fe_skill.problem import Refused

_P = ParamSpec("_P")
_T = TypeVar("_T")

_ERRORS = (errno.ENOSPC, errno.EACCES, errno.EIO)


class Failing(Disk):
    """Refuses the steps from `first` up to `last` with `error`."""

    done = 0
    first = last = -1
    error = 0

    @classmethod
    def do(
        cls, step: str, operation: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """Carry out `step`, or refuse it."""
        number, Failing.done = cls.done, cls.done + 1
        if cls.first <= number <= cls.last:
            raise OSError(cls.error, os.strerror(cls.error), step)
        return operation(*args, **kwargs)

    @classmethod
    def arm(cls, first: int, last: int, error: int) -> None:
        """Begin to count anew."""
        cls.done, cls.first, cls.last, cls.error = 0, first, last, error


@dataclass(frozen=True)
class Journey:
    """One call on a disk that fails; `project` is where below the root it works."""

    name: str
    project: str
    prepare: Callable[[Path], None]
    run: Callable[[Path], object]


def _applied(root: Path) -> None:
    trees.build(root)
    apply(trees.update_plan(), root, trees.call(root))


JOURNEYS = (
    Journey(
        "apply",
        ".",
        trees.build,
        lambda root: apply(trees.update_plan(), root, trees.call(root), opened=Failing),
    ),
    Journey("undo", ".", _applied, lambda root: undo(root, None, trees.call(root), opened=Failing)),
    Journey(
        "new project",
        "new/shop",
        lambda _root: None,
        lambda root: apply(trees.project_plan(), root, trees.call(root), opened=Failing),
    ),
)


def _attempt(journey: Journey, base: Path) -> tuple[trees.Snapshot, trees.Snapshot, str | None]:
    """The tree before and after, and how the call was refused."""
    root = base / "root"
    root.mkdir()
    refused = None
    try:
        first, last, error = Failing.first, Failing.last, Failing.error
        journey.prepare(root)
        before = trees.snapshot(root)
        Failing.arm(first, last, error)
        try:
            journey.run(root / journey.project)
        except Refused as answer:
            refused = answer.problem.code
        Failing.arm(-1, -1, 0) if last > first else None
        if last > first and (root / journey.project).exists():
            recover(root / journey.project, trees.call(root))
        return before, trees.snapshot(root), refused
    finally:
        shutil.rmtree(root)


def _is_right(
    ends: tuple[trees.Snapshot, trees.Snapshot], found: trees.Snapshot, refused: str | None
) -> bool:
    old, new = ends
    if refused is None:
        return found == new
    # An empty folder may stay of a project that was never there, on a disk that refuses all.
    return refused == "write-failed" and (found == old or (not old and len(found) <= 2))  # noqa: PLR2004


def _run(journey: Journey, every: int) -> int:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        Failing.arm(-1, -1, 0)
        old, new, _ = _attempt(journey, base)
        steps, refusals, wrong = Failing.done, 0, []
        points = [
            (first, last, error)
            for first in range(0, steps, every)
            for last in (first, sys.maxsize)
            for error in _ERRORS
        ]
        for point in points:
            Failing.arm(*point)
            _, found, refused = _attempt(journey, base)
            refusals += refused is not None
            wrong += [] if _is_right((old, new), found, refused) else [(point, refused)]
    print(
        f"{journey.name:12} {steps:5} steps  {len(points):5} faults  {refusals:5} refused  "
        f"{len(points) - refusals:5} carried out  {len(wrong):3} wrong  "
        f"{time.perf_counter() - start:6.1f} s"
    )
    for point, refused in wrong[:10]:
        print(f"  {point} {refused}")
    return len(wrong)


def main() -> int:
    """Run every journey."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    every: int = parser.parse_args().every
    return min(1, sum(_run(journey, every) for journey in JOURNEYS))


if __name__ == "__main__":
    sys.exit(main())
