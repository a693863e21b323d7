"""A run over a project: order, places, versions, rules that fail, files that can't be read."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules import registry, run
from fe_skill.rules.memory import Memory
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Finding, InFile, InProject, Rule, Severity
from fe_skill.rules.run import examine
from fe_skill.rules.settings import Settings
from fe_skill.syntax.module import SourceModule
from tests.rules.project import BAD_STATUS, MAIN, facts_of, report_on, told, write

UNKNOWN_STATUS = "FE106"


def _with(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    """Only these rules exist."""
    monkeypatch.setattr(run, "all_rules", lambda: rules)
    for module in (run, registry):
        known = {rule.code: rule for rule in (*known_rules().values(), *rules)}
        monkeypatch.setattr(module, "known_rules", lambda known=known: known)


def _rule(code: str, severity: Severity, **other: object) -> Rule:
    def check(module: SourceModule) -> Iterator[Finding]:
        for node in module.nodes(ast.Name):
            yield rule.finding(module, node, f"`{node.id}` is a name")

    given: dict[str, object] = {
        "code": code,
        "name": f"a-name-{code.lower()}",
        "severity": severity,
        "explanation": "A name.\n\nWhy: names are for people.",
        "mend": "use a number",
        "check": InFile(check, (b"=",)),
        "examples": (),
    }
    rule = Rule(**{**given, **other})  # type: ignore[arg-type]
    return rule


def test_errors_come_first_and_our_own_notices_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, _rule("FE101", Severity.INFO), _rule("FE102", Severity.ERROR))
    report = report_on(tmp_path, {"a.py": "x = 1\n", "b.py": "def f(:\n"})
    assert [f.finding.rule for f in report.found] == ["FE102", "FE101"]
    read_project(tmp_path)
    report = report_on(tmp_path, {"a.py": "x = 1\n", "b.py": "y = (\n"})
    assert told(report) == [("FE102", "a.py", 1), ("FE890", "b.py", 1), ("FE101", "a.py", 1)]


def test_a_rule_that_raises_is_named_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_given: object) -> Iterator[Finding]:
        raise KeyError("x")
        yield

    across = _rule("FE103", Severity.ERROR, check=InProject(fails))
    in_file = _rule("FE104", Severity.ERROR, check=InFile(fails, (b"=",)))
    _with(monkeypatch, across, in_file, _rule("FE102", Severity.ERROR))
    report = report_on(tmp_path, {"a.py": "x = 1\n"})
    assert told(report) == [("FE102", "a.py", 1)]
    assert {n.rule for n in report.not_evaluated} == {"FE103", "FE104"}
    assert all("a mistake of ours: KeyError" in n.reason for n in report.not_evaluated)


def test_a_file_that_does_not_parse_is_reported_not_passed_over(tmp_path: Path) -> None:
    report = report_on(tmp_path, {"main.py": MAIN + "def broken(:\n"})
    assert [gap.where.path for gap in report.unparsed] == ["main.py"]
    assert told(report) == [("FE890", "main.py", 8)]


def test_a_rule_is_silent_where_the_declared_version_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, _rule("FE101", Severity.ERROR, needs=("fastapi>=0.95",)))
    old = {"a.py": "x = 1\n", "pyproject.toml": '[project]\ndependencies = ["fastapi<0.95"]\n'}
    report = report_on(tmp_path / "old", old)
    assert told(report) == []
    assert report.not_evaluated == (
        run.NotEvaluated("FE101", "the project can't have `fastapi>=0.95`"),
    )
    new = old | {"pyproject.toml": '[project]\ndependencies = ["fastapi>=0.90"]\n'}
    assert told(report_on(tmp_path / "new", new)) == [("FE101", "a.py", 1)]


def test_tests_and_migrations_are_judged_only_by_rules_that_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "app.py": "x = 1\n",
        "tests/test_a.py": "x = 1\n",
        "migrations/env.py": "from alembic import context\nx = context.run_migrations\n",
        "migrations/versions/1_a.py": "revision = '1'\ndown_revision = None\n",
    }
    _with(monkeypatch, _rule("FE101", Severity.ERROR))
    assert {path for _, path, _ in told(report_on(tmp_path, files))} == {"app.py"}
    _with(monkeypatch, _rule("FE101", Severity.ERROR, places=("tests",)))
    assert {path for _, path, _ in told(report_on(tmp_path, files))} == {"tests/test_a.py"}
    _with(monkeypatch, _rule("FE701", Severity.ERROR))
    assert "migrations/versions/1_a.py" in {p for _, p, _ in told(report_on(tmp_path, files))}


def test_rules_of_house_style_are_off_in_other_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, _rule("FE101", Severity.ERROR, profile="blueprint"))
    facts = facts_of(tmp_path, {"a.py": "x = 1\n"})
    assert told(examine(Program(facts), Settings())) == []
    assert told(examine(Program(facts), Settings(profile="blueprint"))) == [("FE101", "a.py", 1)]


def test_a_fingerprint_survives_moved_lines_and_tells_equal_lines_apart(tmp_path: Path) -> None:
    def names(source: str) -> list[str]:
        found = report_on(tmp_path, {"main.py": source}, UNKNOWN_STATUS).found
        return [f.fingerprint for f in found]

    twice = MAIN + f"\n\n{BAD_STATUS}\nasync def read_b() -> None: ...\n"
    first = names(MAIN)
    assert len(first) == 1
    assert names("# more\n\n" + MAIN.replace("@app", "@app")) == first
    both = names(twice)
    assert both[0] == first[0]
    assert len(set(both)) == 2
    assert names(MAIN.replace("'/a'", "'/b'")) != first


def test_a_file_is_judged_again_only_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def check(module: SourceModule) -> Iterator[Finding]:
        looked.append(module.path)
        yield rule.finding(module, module.tree.body[0], "seen")

    rule = _rule("FE101", Severity.ERROR, check=InFile(check, (b"=",)))
    _with(monkeypatch, rule)
    write(tmp_path, {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    memory = Memory()
    for _ in range(2):
        report = examine(Program(read_project(tmp_path)), Settings(), memory=memory)
        assert len(report.found) == 2
    assert looked == ["a.py", "b.py"]
    write(tmp_path, {"b.py": "y = 12\n"})
    examine(Program(read_project(tmp_path)), Settings(), memory=memory)
    assert looked == ["a.py", "b.py", "b.py"]


def test_one_finding_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = _rule("FE101", Severity.ERROR)
    check = rule.check
    assert isinstance(check, InFile)
    twice = InFile(lambda module: iter([*check.check(module), *check.check(module)]), check.words)
    _with(monkeypatch, replace(rule, check=twice))
    assert told(report_on(tmp_path, {"a.py": "x = 1\n"})) == [("FE101", "a.py", 1)]


def test_a_folder_of_several_projects_is_judged_by_the_versions_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, _rule("FE101", Severity.ERROR, needs=("pydantic>=2",)))
    old = '[tool.poetry.dependencies]\npydantic = {extras = ["email"], version = "~1.8.1"}\n'
    new = '[project]\ndependencies = ["pydantic>=2"]\n'
    files = {
        "one/app.py": "x = 1\n",
        "one/pyproject.toml": old,
        "two/app.py": "x = 1\n",
        "two/pyproject.toml": new,
        "three/app.py": "x = 1\n",
        "pyproject.toml": "[project]\n",
    }
    assert {path for _, path, _ in told(report_on(tmp_path, files))} == {
        "two/app.py",
        "three/app.py",
    }
