"""How soon `diagnose-error` answers in a running server, and how long its replies are.

    python benchmarks/diagnosis_speed.py TEXTS [PROJECT ...] [--every N]

TEXTS is a folder that `tests/corpus/run.py --out TEXTS` wrote. Each failure stands alone, and then
inside of each PROJECT, as a part of it. The server has answered about it once; what is told is the
second call, in CPU milliseconds, as other work on the machine moves these less, and as a share of
a bare `ast.parse` of all files, taken in turn with it. Tokens are characters / 4.
"""

import argparse
import ast
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from fe_skill.call import Call  # noqa: E402 -- a program
from fe_skill.tools.answer import answer  # noqa: E402
from fe_skill.tools.diagnose_error import TOOL, DiagnoseReply  # noqa: E402
from tests.corpus.case import load  # noqa: E402


@dataclass(frozen=True)
class Told:
    """One answer: its cost, the floor's beside it, the sizes of its two forms."""

    case: str
    taken: float
    floor: float
    structured: int
    text: int


def measured(texts: Path, project: Path | None, every: int) -> Iterator[Told]:
    """Each failure's second answer, alone or in a project."""
    for case in load()[::every]:
        home = texts / case.name
        if not (home / "text.txt").exists():
            continue
        with tempfile.TemporaryDirectory(prefix="speed-") as folder:
            root = Path(folder) / "project"
            if project:
                _copied(project, root)
            shutil.copytree(home / "project", root / "failing" if project else root)
            yield _answered(case.name, (home / "text.txt").read_text(), root)


def _copied(project: Path, to: Path) -> None:
    for file in project.rglob("*.py"):
        target = to / file.relative_to(project)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def _answered(name: str, text: str, root: Path) -> Told:
    def ask() -> DiagnoseReply:
        reply = answer(TOOL, {"error": text}, Call(workspace=root))
        assert isinstance(reply, DiagnoseReply)  # noqa: S101 -- what the tool promises
        return reply

    reply = ask()
    floor = _cpu(lambda: [_parse(file) for file in root.rglob("*.py")])
    taken = _cpu(ask)
    return Told(name, taken, floor, len(reply.model_dump_json()) // 4, len(reply.text()) // 4)


def _parse(file: Path) -> object:
    try:
        return ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return None


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def row(name: str, told: Sequence[Told]) -> str:
    """One line of the table."""
    taken = sorted(one.taken for one in told)
    share = statistics.median(one.taken / one.floor for one in told)
    late = taken[int(len(taken) * 0.95)]
    times = f"{statistics.median(taken):.0f} | {late:.0f} | {taken[-1]:.0f} | {share:.2f}"
    longest = f"{max(o.structured for o in told)} | {max(o.text for o in told)}"
    return f"| {name} | {len(told)} | {times} | {longest} |"


def main(arguments: Sequence[str]) -> int:
    """Print the table, then the longest replies by name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("projects", type=Path, nargs="*")
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args(arguments)
    print(
        "| in | failures | ms | of 100, 95 below | most | of `ast.parse` | longest reply | text |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    told: list[Told] = []
    for project in (None, *asked.projects):
        told = list(measured(asked.texts, project, asked.every))
        files = sum(1 for _ in project.rglob("*.py")) if project else 0
        print(row(f"{project.name}, {files} files" if project else "alone", told), flush=True)
        for one in sorted(told, key=lambda one: -max(one.structured, one.text))[:5]:
            print(
                f"{one.structured:6} {one.text:5} {one.taken:5.0f} ms {one.case}", file=sys.stderr
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
