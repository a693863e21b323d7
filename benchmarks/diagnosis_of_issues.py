"""Measure diagnose-error on failure reports from public issue threads, without their projects.

The texts belong to their authors and aren't kept here. A folder holds them, a file for each, named
as `owner+repository+number.txt`; the table in docs/diagnosis.md says what each should be called.

    python benchmarks/diagnosis_of_issues.py FOLDER [--write]

`--write` puts the outcomes into the table.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fe_skill.faults.decide import decide
from fe_skill.faults.reading.read import read

TABLE = Path(__file__).parents[1] / "docs" / "diagnosis.md"
ROW = re.compile(
    r"^\| \[(?P<name>\S+)#(?P<number>\d+)\]\((?P<address>\S+)\) \| (?P<expected>[^|]+) \|"
    r" (?P<outcome>[^|]+) \|$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Report:
    """One row of the table. Several names are expected where the text alone can't tell."""

    name: str
    number: str
    expected: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file with its text."""
        return f"{self.name.replace('/', '+')}+{self.number}.txt"


def reports(table: str) -> list[Report]:
    """The rows of the table."""
    return [
        Report(row["name"], row["number"], tuple(row["expected"].split(" or ")))
        for row in ROW.finditer(table)
    ]


def outcome(text: str) -> tuple[str, float]:
    """What is said of a text, and how surely."""
    found = decide(read(text), None).found
    return (found[0].fault.name, found[0].diagnosis.confidence) if found else ("unknown", 0)


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong, and the share of what is right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    table = TABLE.read_text()
    said: dict[str, str] = {}
    right = 0
    for report in reports(table):
        name, confidence = outcome((asked.folder / report.file).read_text())
        good = name in report.expected
        right += good
        said[f"{report.name}#{report.number}"] = f"{name} {confidence:.2f}" + ("" if good else " ✗")
        if not good:
            print(f"{report.name}#{report.number}: {name}, not {' or '.join(report.expected)}")
    print(f"cause right in {right} of {len(said)} ({right / len(said):.1%})")
    if asked.write:
        TABLE.write_text(ROW.sub(lambda row: _row(row, said), table))
    return 0


def _row(row: re.Match[str], said: dict[str, str]) -> str:
    reference = f"{row['name']}#{row['number']}"
    return f"| [{reference}]({row['address']}) | {row['expected']} | {said[reference]} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
