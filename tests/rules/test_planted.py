"""A project with a violation of nearly every rule: each is found, and no other error is."""

import re
import shutil
from pathlib import Path

import pytest

from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules.registry import all_rules
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import Report, examine
from fe_skill.rules.settings import settings_of

PLANTED = Path(__file__).with_name("planted")
_MARKER = re.compile(r"[ ]*# <- ((?:FE\d{3}[, ]*)+)$", re.MULTILINE)
Place = tuple[str, int, str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without its markers, outside of a folder of tests."""
    root = tmp_path_factory.mktemp("made") / "planted"
    shutil.copytree(PLANTED, root, ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.rglob("*.py"):
        path.write_text(_MARKER.sub("", path.read_text()))
    return root


@pytest.fixture(scope="module")
def report(project: Path) -> Report:
    facts = read_project(project)
    return examine(Program(facts), settings_of(facts))


def _planted() -> set[Place]:
    return {
        (path.relative_to(PLANTED).as_posix(), text.count("\n", 0, found.start()) + 1, code)
        for path in PLANTED.rglob("*.py")
        for text in [path.read_text()]
        for found in _MARKER.finditer(text)
        for code in re.findall(r"FE\d{3}", found[1])
    }


def _found(report: Report, *severities: Severity) -> set[Place]:
    wanted = [f.finding for f in report.found if not severities or f.severity in severities]
    return {(f.path, f.span.line, f.rule) for f in wanted}


def test_every_planted_violation_is_found(report: Report) -> None:
    assert len(_planted()) >= 60
    assert sorted(_planted() - _found(report)) == []


def test_there_is_no_error_that_was_not_planted(report: Report) -> None:
    assert sorted(_found(report, Severity.ERROR) - _planted()) == []


def test_nearly_every_rule_has_a_planted_violation() -> None:
    planted = {code for _, _, code in _planted()}
    missing = {rule.code for rule in all_rules()} - planted
    assert len(missing) <= len(all_rules()) / 10, sorted(missing)
