"""How fast `validate-project` is: whole commands, in turn, as ratios to a bare `ast.parse`.

    python -m benchmarks.validate_speed PROJECT [--rounds 3] [--peers FOLDER] [--phases]

Every figure is the best of some rounds, each a fresh process, taken in turn so that a busy machine
disturbs them alike. The floor parses all files in one process. "cold" has no cache, "warm" reads
what an earlier process left, "edited" is a new process after one file got another body. CPU counts
all processes that a command starts; memory is that of its largest one. --peers names a folder with
a virtual environment for each of ruff, fastapi-therapist and django-chainsaw-mcp, each made by
`pip install` of that name. --server edits one file in a running server, in seconds of its CPU.
--phases shows where the time of one process goes, rule by rule.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fe_skill.project.program import Program
from fe_skill.project.reader import Keeper, read_project
from fe_skill.rules.memory import Memory
from fe_skill.rules.registry import all_rules
from fe_skill.rules.rule import InFile, InProject
from fe_skill.rules.run import examine
from fe_skill.rules.settings import settings_of

PARSE = """
import ast, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
"""
DJANGO = ("async", "routes", "sqla")  # what it has for FastAPI, each a command of its own
TOO_LONG = 900


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of CPU, and megabytes."""

    wall: float
    cpu: float
    memory: float


def run(words: Sequence[str], cache: Path) -> Took:
    """One command from start to end; its output is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )
    _, _, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def commands(root: Path, peers: Path | None) -> dict[str, list[list[str]]]:
    """What is run, by name: several commands where it takes several."""
    ours = [sys.executable, "-m", "fe_skill", "validate-project", str(root), "--json"]
    found = {
        "floor": [[sys.executable, "-c", PARSE, str(root)]],
        "cold": [ours],
        "warm": [ours],
        "edited": [ours],
    }
    if peers is not None:
        ruff = [f"{peers}/ruff/bin/ruff", "check", "--select", "ALL", "--no-cache", "--isolated"]
        found["ruff --select ALL"] = [[*ruff, str(root)]]
        therapist = f"{peers}/fastapi-therapist/bin/fastapi-therapist"
        found["fastapi-therapist"] = [[therapist, "--no-vulture", "--json", str(root)]]
        django = f"{peers}/django-chainsaw-mcp/bin/django-chainsaw"
        found["django-chainsaw"] = [[django, "--project-path", str(root), each] for each in DJANGO]
    return {name: words for name, words in found.items() if Path(words[0][0]).exists()}


def measured(root: Path, rounds: int, peers: Path | None) -> dict[str, Took]:
    """The best of all rounds, by name."""
    best: dict[str, Took] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("node_modules", ".git", "*.pyc"))
        for at in range(rounds):
            cache = Path(folder) / f"cache{at}"
            for name, steps in commands(copy, peers).items():
                if name == "edited":
                    _edit(copy, f"edited_{at} = 1\n")
                took = [run(words, cache) for words in steps]
                whole = Took(
                    sum(each.wall for each in took),
                    sum(each.cpu for each in took),
                    max(each.memory for each in took),
                )
                best[name] = _better(best.get(name, whole), whole)
    return best


def _better(one: Took, other: Took) -> Took:
    return Took(*map(min, zip(vars(one).values(), vars(other).values(), strict=True)))


def _edit(root: Path, line: str) -> None:
    """Put a statement into the first function of the file in the middle of the routes."""
    routes = read_project(root).routes
    path = root / routes[len(routes) // 2].where.path
    path.write_text(path.read_text().replace("    return ", f"    {line}    return ", 1))


def table(best: dict[str, Took]) -> str:
    """The figures with their ratios to the floor's seconds."""
    floor = best["floor"].wall
    head = "| what | seconds | / floor | CPU seconds | / floor | MB |\n|---|---|---|---|---|---|\n"
    return head + "\n".join(
        f"| {name} | {took.wall:.2f} | {took.wall / floor:.2f} | {took.cpu:.2f} "
        f"| {took.cpu / best['floor'].cpu:.2f} | {took.memory:.0f} |"
        for name, took in best.items()
    )


def served(root: Path) -> str:
    """CPU seconds of a running server after edits of one file: a comment, a body, a body again."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("node_modules", ".git", "*.pyc"))
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        keeper, memory = Keeper(), Memory()

        def judge() -> float:
            start = time.process_time()
            facts = keeper.facts(copy)
            with closing(Program(facts)) as program:
                examine(program, settings_of(facts), memory=memory)
            return time.process_time() - start

        judge()
        took = {"nothing": judge()}
        for name in ("body", "body again"):
            _edit(copy, "edited = 1\n")
            took[name] = judge()
    return "after an edit: " + ", ".join(f"{name} {each:.3f} s" for name, each in took.items())


def phases(root: Path) -> str:
    """CPU seconds of one process by phase and rule, the longest first."""
    took: dict[str, float] = defaultdict(float)

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.process_time()
        work()
        took[name] += time.process_time() - start

    facts = read_project(root)
    timed("facts: routes", lambda: facts.routes)
    timed("facts: data", lambda: facts.models)
    wanted = [rule for rule in all_rules() if settings_of(facts).wants(rule)]
    program = Program(facts)
    for path in facts.paths:
        data = facts.source(path)
        for rule in wanted:
            if not isinstance(rule.check, InFile):
                continue
            start = time.process_time()
            worth = rule.check.worth(data)
            took["looks at bytes"] += time.process_time() - start
            if worth:
                timed("parse for single-file rules", partial(program.module, path))
                module = program.module(path)
                if module is not None:
                    timed(rule.name, partial(_exhausted, rule.check.check, module))
    for rule in wanted:
        if isinstance(rule.check, InProject):
            timed(f"across: {rule.name}", partial(_exhausted, rule.check.check, program))
    return "\n".join(f"{seconds:8.3f}  {name}" for name, seconds in _longest(took))


def _longest(took: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(took.items(), key=lambda each: -each[1])[:40]


def _exhausted(check: Callable[[Any], Iterable[object]], what: object) -> None:
    for _ in check(what):
        pass


def main() -> None:
    """Measure the project that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("project", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--phases", action="store_true")
    parser.add_argument("--server", action="store_true")
    given = parser.parse_args()
    root = given.project.resolve()
    if given.phases:
        print(phases(root))
    elif given.server:
        print(served(root))
    else:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(table(measured(root, given.rounds, given.peers)))


if __name__ == "__main__":
    main()
