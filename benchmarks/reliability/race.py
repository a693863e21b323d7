"""Eight processes change one project at once; then every change must be there, whole.

    python -m benchmarks.reliability.race [--seconds 20] [--processes 8]

Each process, again and again, adds a line of its own to a shared list and to a shared module, and
makes a file of its own, in one change; now and then it takes its own last change back. A stale plan
or a busy project is refused with its code and tried again from a fresh plan. In the end, the shared
files must hold exactly the lines of the changes that were answered with success, in both files
alike, and each file that was made must be whole. Ends with 1 when one isn't.
"""

import argparse
import collections
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path, PurePosixPath

from benchmarks.reliability import trees
from fe_skill.changes.apply import apply
from fe_skill.changes.changeset import Draft
from fe_skill.changes.disk import reader
from fe_skill.changes.undo import undo
from fe_skill.problem import FeSkillError

_LIST, _MODULE = PurePosixPath("shared/list.txt"), PurePosixPath("shared/module.py")
_UNDO_EVERY = 7


def _change(root: Path, mark: str) -> str:
    draft = Draft(reader(root))
    for shared in (_LIST, _MODULE):
        content = draft.read(shared)
        draft.update(shared, (content or b"") + f"# {mark}\n".encode())
    draft.create(PurePosixPath(f"made/{mark}.py"), f"# {mark}\n".encode() * 2000)
    change_id = apply(draft.done(), root, trees.call(root), title=mark).change_id
    return change_id or ""


def _work(root: Path, name: str, until: float, report: Path) -> None:
    standing: list[str] = []
    answers: collections.Counter[str] = collections.Counter()
    made = 0
    while time.monotonic() < until:
        mark, made = f"{name}-{made}", made + 1
        try:
            change_id = _change(root, mark)
            answers["applied"] += 1
            standing.append(mark)
            if made % _UNDO_EVERY == 0:
                undo(root, change_id, trees.call(root))
                answers["undone"] += 1
                standing.pop()
        except FeSkillError as refusal:
            answers[refusal.problem.code] += 1
    report.write_text(json.dumps({"standing": standing, "answers": answers}))


def _faults(root: Path, standing: list[str]) -> list[str]:
    expected = sorted(standing)
    faults = []
    for shared in (_LIST, _MODULE):
        lines = (root / shared).read_text().splitlines()
        if sorted(line.removeprefix("# ") for line in lines) != expected:
            faults.append(f"{shared}: {len(lines)} lines for {len(expected)} changes")
    made = {path.stem: path.read_bytes() for path in (root / "made").iterdir()}
    whole = {mark: f"# {mark}\n".encode() * 2000 for mark in expected}
    if made != whole:
        faults.append(f"made/: {len(made)} files for {len(whole)} changes, or a torn one")
    return faults + trees.leftovers(root)


def main() -> int:
    """Let them race, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--processes", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root, until = Path(name) / "project", time.monotonic() + options.seconds
        for shared in (_LIST, _MODULE):
            (root / shared).parent.mkdir(parents=True, exist_ok=True)
            (root / shared).touch()
        (root / "made").mkdir()
        reports = [Path(name) / f"{n}.json" for n in range(options.processes)]
        start = multiprocessing.get_context("spawn").Process
        workers = [
            start(target=_work, args=(root, f"p{n}", until, r)) for n, r in enumerate(reports)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        found = [json.loads(report.read_text()) for report in reports]
        answers = sum((collections.Counter(one["answers"]) for one in found), collections.Counter())
        faults = _faults(root, [mark for one in found for mark in one["standing"]])
    crashed = sum(worker.exitcode != 0 for worker in workers)
    print(f"{options.processes} processes, {options.seconds:.0f} s: {dict(answers)}")
    print("\n".join(faults) if faults else "no update lost, no file torn")
    return min(1, len(faults) + crashed)


if __name__ == "__main__":
    sys.exit(main())
