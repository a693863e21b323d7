"""Every example of every rule, run: the marker says where, none missing, none extra."""

import re
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from fe_skill import rules as package
from fe_skill.project.program import Program
from fe_skill.project.reader import read_project
from fe_skill.rules.edits import applied
from fe_skill.rules.registry import all_rules
from fe_skill.rules.rule import Bad, Finding, Good, InFile, InProject, Rule, Sources

_MARKER = re.compile(r"[ ]*# <- ((?:FE\d{3}[, ]*)+)$", re.MULTILINE)
CASES = [
    pytest.param(rule, example, id=f"{rule.name}-{at}")
    for rule in all_rules()
    for at, example in enumerate(rule.examples)
]


def files(sources: Sources) -> dict[str, str]:
    by_path = {"main.py": sources} if isinstance(sources, str) else dict(sources)
    return {path: textwrap.dedent(text).lstrip("\n") for path, text in by_path.items()}


def marked(sources: Mapping[str, str], code: str) -> list[tuple[str, int]]:
    return sorted(
        (path, text.count("\n", 0, found.start()) + 1)
        for path, text in sources.items()
        for found in _MARKER.finditer(text)
        if code in found[1]
    )


def unmarked(sources: Mapping[str, str]) -> dict[str, str]:
    return {path: _MARKER.sub("", text) for path, text in sources.items()}


def found(rule: Rule, root: Path, sources: Mapping[str, str]) -> list[Finding]:
    for path, text in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, newline="")
    program = Program(read_project(root))
    if isinstance(rule.check, InFile):
        worth = (m for m in program.modules() if rule.check.worth(program.facts.source(m.path)))
        return [finding for module in worth for finding in rule.check.check(module)]
    assert isinstance(rule.check, InProject)
    return list(rule.check.check(program))


def fixed(findings: list[Finding], sources: Mapping[str, str]) -> dict[str, str | None]:
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    return {
        path: applied(text, (edit for edit in edits if edit.path == path))
        for path, text in sources.items()
    }


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_rule_reports_what_its_example_marks(
    rule: Rule, example: Bad | Good, tmp_path: Path
) -> None:
    given = files(example.source)
    findings = found(rule, tmp_path / "before", unmarked(given))
    assert sorted((f.path, f.span.line) for f in findings) == marked(given, rule.code)
    assert {finding.rule for finding in findings} <= {rule.code}
    if isinstance(example, Good):
        assert not findings
    elif example.fixed is None:
        assert all(f.fix is None for f in findings), "show what the fix makes of it"
    else:
        expected = {**unmarked(given), **files(example.fixed)}
        after = fixed(findings, unmarked(given))
        assert after == expected
        assert found(rule, tmp_path / "after", expected) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_explains_itself(rule: Rule) -> None:
    bad = [example for example in rule.examples if isinstance(example, Bad)]
    assert bad
    assert any(isinstance(example, Good) for example in rule.examples)
    assert all(marked(files(example.source), rule.code) for example in bad)
    assert rule.why
    assert rule.summary.endswith(".")
    assert (rule.fix is not None) == any(example.fixed is not None for example in bad)


def test_codes_and_names_are_unique() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.name for rule in rules}) == len(rules)


def test_every_file_of_a_family_holds_the_rule_of_its_name() -> None:
    folder = Path(package.__file__).parent
    names = {
        path.stem.replace("_", "-") for path in folder.glob("*/*.py") if path.stem != "__init__"
    }
    assert names == {rule.name for rule in all_rules()}
