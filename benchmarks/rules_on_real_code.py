"""What the rules say of real projects: how many findings, how long it takes, and a sample to judge.

    python -m benchmarks.rules_on_real_code FOLDER... [--sample 60] [--seed 7] [--select FE1]

Prints a table of projects and a table of rules; with `--sample`, also a random sample of errors
and warnings with their lines, the same one for the same seed. It takes projects in turn, so that a
large one doesn't fill the sample. The verdicts are in docs/rules-on-real-code.md.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from fe_skill.project.program import Program
from fe_skill.project.reader import Facts, read_project
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import Found, Report, examine
from fe_skill.rules.settings import settings_of
from fe_skill.rules.sources import Sources

_AROUND = 4


@dataclass(frozen=True)
class Judged:
    """A project, what was found in it, and how long that took."""

    name: str
    facts: Facts
    report: Report
    seconds: float


def judged(root: Path, select: tuple[str, ...], profile: str) -> Judged:
    """One project, read and judged from nothing."""
    start = time.perf_counter()
    facts = read_project(root)
    report = examine(Program(facts), settings_of(facts).narrowed(select, (), profile))
    return Judged(root.name, facts, report, time.perf_counter() - start)


def sampled(projects: list[Judged], size: int, seed: int) -> Iterator[tuple[Judged, Found]]:
    """Errors and warnings, each project in turn, so long as it has some; each place once."""
    random_ = random.Random(seed)  # noqa: S311 -- a sample, not a secret
    piles: list[list[tuple[Judged, Found]]] = []
    for project in projects:
        grave = [f for f in project.report.found if f.severity is not Severity.INFO]
        random_.shuffle(grave)
        piles.append([(project, found) for found in grave])
    turns = (pair for turn in zip_longest(*piles) for pair in turn if pair is not None)
    yield from (pair for pair, _ in zip(turns, range(size), strict=False))


def main() -> None:
    """Judge the projects that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--select", nargs="*", default=())
    parser.add_argument("--profile", default="auto")
    given = parser.parse_args()
    projects = []
    print("| project | files | routes | errors | warnings | infos | unread | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for folder in given.folders:
        project = judged(folder, tuple(given.select), given.profile)
        projects.append(project)
        print(_row(project), flush=True)
    print(_rules(projects))
    for number, (project, found) in enumerate(sampled(projects, given.sample, given.seed), 1):
        print(_shown(number, project, found))


def _row(project: Judged) -> str:
    levels = Counter(found.severity for found in project.report.found)
    counts = [levels[level] for level in Severity]
    facts = project.facts
    seen = [facts.files, len(facts.routes), *counts, len(project.report.unparsed)]
    cells = " | ".join(map(str, seen))
    failed = [f"{n.rule}: {n.reason}" for n in project.report.not_evaluated]
    ours = "".join(f"\n!! {each}" for each in failed if "mistake" in each)
    return f"| {project.name} | {cells} | {project.seconds:.2f} |{ours}"


def _rules(projects: list[Judged]) -> str:
    counts: Counter[str] = Counter()
    where: Counter[str] = Counter()
    for project in projects:
        here = Counter(found.finding.rule for found in project.report.found)
        counts += here
        where.update(here.keys())
    head = "\n| rule | name | severity | findings | projects |\n| --- | --- | --- | --- | --- |\n"
    known = known_rules()
    return head + "\n".join(
        f"| {code} | {known[code].name} | {known[code].severity} | {count} | {where[code]} |"
        for code, count in sorted(counts.items())
    )


def _shown(number: int, project: Judged, found: Found) -> str:
    finding = found.finding
    sources = Sources(project.facts)
    at = finding.span.line
    last = min(max(at, finding.span.end_line) + _AROUND, at + 2 * _AROUND)
    lines = [
        f"{'>' if line == at else ' '}{line:5} {sources.line(finding.path, line)[:150]}"
        for line in range(max(at - _AROUND, 1), last + 1)
    ]
    related = [f"      from {r.path}:{r.line} {r.message}" for r in finding.related]
    head = f"\n#{number} {found.severity} {finding.rule} {project.name} {finding.path}:{at}"
    return "\n".join([head, f"   {finding.message}", *related, *lines])


if __name__ == "__main__":
    main()
