"""Kills the writing process at every step on the disk, recovers, and looks what is there.

    python -m benchmarks.reliability.crash [--every N]

For each of four journeys (a change to a project, its undo, a new project, a recovery) the steps are
counted once. Then, for each step, a child process is killed with SIGKILL right before it (and, for
a write, with half of the bytes out), the parent recovers, and the tree must be exactly the old or
exactly the new one. `--every N` takes each N-th step only. Ends with 1 when one point fails.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.reliability import trees
from fe_skill.changes.apply import apply
from fe_skill.changes.disk import Disk
from fe_skill.changes.recover import recover
from fe_skill.changes.undo import undo

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Counting(Disk):
    """Counts its steps, and ends the process right before one of them."""

    steps: list[str] = []  # noqa: RUF012 -- the tally of this process
    fatal = -1
    torn = False

    @classmethod
    def do(
        cls, step: str, operation: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """Carry out `step`, or end here."""
        if len(cls.steps) == cls.fatal:
            if cls.torn and step == "write":
                _write_half(*args)  # type: ignore[arg-type]  # a write's own arguments
            os.kill(os.getpid(), signal.SIGKILL)
        cls.steps.append(step)
        return operation(*args, **kwargs)


def _write_half(file: int, content: bytes) -> None:
    os.write(file, content[: len(content) // 2])


@dataclass(frozen=True)
class Journey:
    """One thing to be interrupted: `prepare` a root, then `run`; `old` and `new` are its ends."""

    name: str
    prepare: Callable[[Path], None]
    run: Callable[[Path], object]


def _applied(root: Path) -> None:
    trees.build(root)
    apply(trees.update_plan(), root, trees.call(root))


def _stopped(root: Path) -> None:
    """A project in which a change was killed late, so that a recovery has much to do."""
    trees.build(root)
    steps = _steps_of(partial(_change, root))
    shutil.rmtree(root)
    trees.build(root)
    _killed(partial(_change, root), len(steps) - 6, torn=False)


def _change(root: Path) -> None:
    apply(trees.update_plan(), root, trees.call(root), opened=Counting)


def _take_back(root: Path) -> None:
    undo(root, None, trees.call(root), opened=Counting)


def _make(root: Path) -> None:
    apply(trees.project_plan(), root / "new/shop", trees.call(root), opened=Counting)


def _recover(root: Path) -> None:
    recover(root, trees.call(root), opened=Counting)


JOURNEYS = (
    Journey("apply", trees.build, _change),
    Journey("undo", _applied, _take_back),
    Journey("new project", lambda _root: None, _make),
    Journey("recover", _stopped, _recover),
)


def _steps_of(run: Callable[[], object]) -> list[str]:
    Counting.steps.clear()
    run()
    return list(Counting.steps)


def _killed(run: Callable[[], object], fatal: int, *, torn: bool) -> None:
    child = os.fork()
    if not child:
        Counting.steps.clear()
        Counting.fatal, Counting.torn = fatal, torn
        run()
        os._exit(99)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit(f"the child survived step {fatal}: {status}")


def _ends(journey: Journey, base: Path) -> tuple[trees.Snapshot, trees.Snapshot, list[str]]:
    root = base / "whole"
    root.mkdir()
    journey.prepare(root)
    old = trees.snapshot(root)
    steps = _steps_of(partial(journey.run, root))
    new = trees.snapshot(root)
    return old, new, steps


def _survives(
    journey: Journey, base: Path, point: int, *, torn: bool, ends: list[trees.Snapshot]
) -> str | None:
    """Which end the tree came to; None when to neither."""
    root = base / "cut"
    root.mkdir()
    try:
        journey.prepare(root)
        _killed(partial(journey.run, root), point, torn=torn)
        project = root / "new/shop" if journey.run is _make else root
        if project.exists():
            recover(project, trees.call(project))
        found = trees.snapshot(root)
        # An empty folder may stay of a project that was never there.
        bare = found if journey.run is not _make or len(found) > 2 else {}  # noqa: PLR2004
        if (project / ".fe-skill/pending").exists() or bare not in ends:
            return None
        return "new" if bare == ends[-1] else "old"
    finally:
        shutil.rmtree(root)


def _run(journey: Journey, every: int) -> int:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        old, new, steps = _ends(journey, base)
        # What was half done before a recovery is no end of it: it must get there in the end.
        ends = [new] if journey.run is _recover else [old, new]
        points = [(n, False) for n in range(0, len(steps), every)]
        points += [(n, True) for n, step in enumerate(steps) if step == "write"][::every]
        came = [_survives(journey, base, point, torn=torn, ends=ends) for point, torn in points]
    wrong = [point for point, end in zip(points, came, strict=True) if end is None]
    print(
        f"{journey.name:12} {len(steps):5} steps  {len(points):5} kills  "
        f"{came.count('old'):5} old  {came.count('new'):5} new  {len(wrong):3} neither  "
        f"{time.perf_counter() - start:6.1f} s"
    )
    for point, torn in wrong[:10]:
        print(f"  step {point} ({steps[point]}{', torn' if torn else ''})")
    return len(wrong)


def main() -> int:
    """Run every journey."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    every: int = parser.parse_args().every
    return min(1, sum(_run(journey, every) for journey in JOURNEYS))


if __name__ == "__main__":
    sys.exit(main())
