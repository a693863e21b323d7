import re
from pathlib import Path

from fe_skill.faults.registry import names

TABLE = Path(__file__).parents[2] / "docs" / "diagnosis.md"
ROW = re.compile(r"^\| \[(\S+)\]\(https://\S+\) \| ([^|]+) \| ([a-z0-9-]+)[^|]* \|$", re.MULTILINE)
ROWS = ROW.findall(TABLE.read_text())


def test_each_report_expects_faults_that_there_are() -> None:
    expected = {name for _, cell, _ in ROWS for name in cell.split(" or ")}
    assert expected <= {*names(), "unknown"}


def test_reports_are_told_once_and_are_enough() -> None:
    reports = [report for report, _, _ in ROWS]
    assert len(reports) == len(set(reports)) >= 60


def test_most_causes_are_right() -> None:
    right = [said in cell.split(" or ") for _, cell, said in ROWS]
    assert sum(right) / len(right) >= 0.85
