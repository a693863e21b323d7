"""The calls of real applications, as `Program` reads them, against what is there at run time.

    python benchmarks/calls_against_runtime.py VENVS [NAME...]

VENVS holds one virtual environment a target, as for routes_against_runtime.py. For each target:
how many of the calls in route functions, and in all functions that routes lead to, have a target;
how many of these dotted names exist when the project is imported in its own environment; and the
time of all that beside a bare `ast.parse` of every file. A name that isn't there is a wrong answer,
one that is there need not be the right one: for that, samples were judged by hand (docs/facts.md).
"""

import ast
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fe_skill.project.program import CallSite, Program
from fe_skill.project.reader import Facts, read_project

# The names of routes_against_runtime.py, and the package of each.
TARGETS = {
    "prefect": "prefect", "dstack": "dstack", "litellm": "litellm", "langflow": "langflow",
    "zenml": "zenml", "mlflow": "mlflow", "openwebui": "open_webui", "chainlit": "chainlit",
    "chromadb": "chromadb", "airflow": "airflow",
}  # fmt: skip
CHECKER = Path(__file__).with_name("check_names.py")


@dataclass(frozen=True)
class Measured:
    """The figures of one target."""

    name: str
    in_routes: tuple[int, int]
    reached: tuple[int, int]
    functions: int
    told: Counter[str]
    missing: tuple[str, ...]
    parsing: float
    reading: float

    def row(self) -> str:
        """A line of the table."""
        (known, sites), (below, all_sites) = self.in_routes, self.reached
        checked = self.told["there"] + self.told["missing"]
        return (
            f"| {self.name} | {sites} | {known / sites:.3f} | {self.functions} | {all_sites} "
            f"| {below / all_sites:.3f} | {checked} | {self.told['there'] / checked:.4f} "
            f"| {self.reading / self.parsing:.2f} |"
        )


def measure(venvs: Path, name: str) -> Measured:
    """One target."""
    packages = next((venvs / name / "lib").glob("python*/site-packages"))
    facts = read_project(packages / TARGETS[name])
    routes, models, dependencies = facts.routes, facts.models, facts.dependencies
    del routes, models, dependencies
    start = time.perf_counter()
    parse_all(facts)
    parsed = time.perf_counter()
    program = Program(facts)
    in_routes = [site for function, _ in program.route_functions() for site in function.calls]
    reached = program.reached_by_routes()
    below = [site for function in reached for site in function.calls]
    done = time.perf_counter()
    names = sorted({site.target for site in below if site.target is not None})
    told = check(venvs / name / "bin" / "python", packages, names)
    for each, word in told.items():
        # Where an optional library is missing, what is defined only with it is not there.
        if word == "missing" and (program.function(each) or program.class_(each)):
            told[each] = "in the source"
    missing = tuple(each for each, word in told.items() if word == "missing")
    return Measured(
        name, share(in_routes), share(below), len(reached), Counter(told.values()), missing,
        parsed - start, done - parsed,
    )  # fmt: skip


def parse_all(facts: Facts) -> None:
    """A bare parse of every file; one whose syntax is too new costs no less than this."""
    for path in facts.paths:
        try:
            ast.parse(facts.source(path))
        except (SyntaxError, ValueError):
            continue


def share(sites: Iterable[CallSite]) -> tuple[int, int]:
    """How many have a target, of how many."""
    found = [site.target is not None for site in sites]
    return sum(found), len(found)


def check(python: Path, packages: Path, names: list[str]) -> dict[str, str]:
    """What the target's own interpreter says of each name.

    Raises:
        RuntimeError: it gave no answer.
    """
    with tempfile.TemporaryDirectory() as home:
        listed = Path(home, "names.json")
        listed.write_text(json.dumps(names), encoding="utf-8")
        child = {
            "HOME": home, "PATH": os.environ["PATH"], "PYTHONPATH": str(packages),
            "WEBUI_SECRET_KEY": "benchmark", "DATA_DIR": home, "STATIC_DIR": home,
        }  # fmt: skip
        done = subprocess.run(
            [python, CHECKER, listed], env=child, cwd=home, capture_output=True, text=True,
            timeout=500, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-1500:])
    answer: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def main(arguments: list[str]) -> None:
    """Measure the targets that are named, or all."""
    venvs, names = Path(arguments[0]).absolute(), arguments[1:]
    gc.disable()  # trees have no cycles worth looking for; so does a running server
    print("| project | calls in route functions | with a target | functions reached | their calls "
          "| with a target | names checked | there | time / parse of all files |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for name in names or TARGETS:
        try:
            measured = measure(venvs, name)
        except (RuntimeError, subprocess.TimeoutExpired, StopIteration) as error:
            print(f"| {name} | no answer here: {str(error)[-300:]!r} |")
            continue
        print(measured.row(), flush=True)
        if names:
            print(measured.told, *measured.missing, sep="\n    ")


if __name__ == "__main__":
    main(sys.argv[1:])
