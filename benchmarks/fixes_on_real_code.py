"""Fixes on real projects: how many apply, whether every file still parses, what a second run does.

    python -m benchmarks.fixes_on_real_code FOLDER... [--unsafe] [--select FE8]

Nothing is written: the outcome is judged as it would be. House style is on, for its fixes too.
"""

import argparse
from collections import Counter
from pathlib import Path

from fe_skill.project.program import Program
from fe_skill.project.reader import Facts, read_project
from fe_skill.rules.fixing import Fixed, fixed
from fe_skill.rules.rule import Applicability
from fe_skill.rules.run import examine
from fe_skill.rules.settings import Settings, settings_of
from fe_skill.syntax.parse import Parsed, parse


def main() -> None:
    """Try the fixes on the projects that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--select", nargs="*", default=())
    given = parser.parse_args()
    trust = Applicability.UNSAFE if given.unsafe else Applicability.SAFE
    rules: Counter[str] = Counter()
    print("| project | files changed | applied | refused | don't parse | second run |")
    print("| --- | --- | --- | --- | --- | --- |")
    for folder in given.folders:
        facts = read_project(folder)
        settings = settings_of(facts).narrowed(tuple(given.select), (), "blueprint")
        done = _fixed(facts, settings, trust)
        broken = [path for path, data in done.files.items() if not _parses(path, data)]
        again = _fixed(facts.planned(done.files), settings, trust) if done.files else done
        rules.update(f.finding.rule for f in done.applied)
        counts = (len(done.files), len(done.applied), len(done.refused), len(broken))
        cells = " | ".join(map(str, counts))
        print(f"| {folder.name} | {cells} | {len(again.files)} changed |", flush=True)
        for refused in done.refused:
            place = refused.found.finding
            print(f"  refused {place.rule} {place.path}:{place.span.line}: {refused.reason}")
    print("\n| rule | applied |\n| --- | --- |")
    for code, count in sorted(rules.items()):
        print(f"| {code} | {count} |")
    print(f"| all | {rules.total()} |")


def _fixed(facts: Facts, settings: Settings, trust: Applicability) -> Fixed:
    report = examine(Program(facts), settings)
    return fixed(facts, settings, report, report.found, trust=trust)


def _parses(path: str, data: bytes) -> bool:
    return not path.endswith(".py") or isinstance(parse(data), Parsed)


if __name__ == "__main__":
    main()
