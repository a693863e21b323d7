"""Fixes applied: all that hold, none that does not, every other byte kept."""

import ast
import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fe_skill.project.program import Program
from fe_skill.project.reader import Facts, read_project
from fe_skill.rules import run
from fe_skill.rules.fixing import Fixed, fixed
from fe_skill.rules.registry import known_rules
from fe_skill.rules.rule import Applicability, Edit, Finding, Fix, InFile, Rule, Severity
from fe_skill.rules.run import examine
from fe_skill.rules.settings import Settings
from fe_skill.syntax.module import SourceModule
from tests.rules.project import BAD_STATUS, MAIN, write

Rewrite = Callable[[SourceModule, ast.Name], tuple[Edit, ...]]
BAD = "bad"


@pytest.fixture
def renaming(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rewrite], None]:
    """The only rule flags names that begin with `bad`, with a fix of the test's own."""

    def only(rewrite: Rewrite, trust: Applicability = Applicability.SAFE) -> None:
        def check(module: SourceModule) -> Iterator[Finding]:
            for node in module.nodes(ast.Name):
                if node.id.startswith(BAD):
                    fix = Fix("Rename it", trust, rewrite(module, node))
                    yield rule.finding(module, node, f"`{node.id}`", fix=fix)

        rule = Rule(
            code="FE101",
            name="bad-name",
            severity=Severity.ERROR,
            explanation="A bad name.\n\nWhy: it is bad.",
            mend="rename it",
            check=InFile(check, (BAD.encode(),)),
            examples=(),
            fix=trust,
        )
        monkeypatch.setattr(run, "all_rules", lambda: (rule,))
        known = {**known_rules(), rule.code: rule}
        monkeypatch.setattr(run, "known_rules", lambda: known)

    return only


def _good(module: SourceModule, node: ast.Name, text: str = "good") -> tuple[Edit, ...]:
    start, end = module.offsets(node)
    return (Edit(module.path, start, end, text),)


def _fixed(root: Path, trust: Applicability = Applicability.SAFE) -> Fixed:
    facts = read_project(root)
    report = examine(Program(facts), Settings())
    return fixed(facts, Settings(), report, report.found, trust=trust)


def test_every_other_byte_stays(tmp_path: Path, renaming: Callable[[Rewrite], None]) -> None:
    renaming(_good)
    files = {
        "dos.py": b"x = 1\r\ny = (bad,\r\n  bad2)\r\n# \xc3\xa9\r\n",
        "mark.py": codecs.BOM_UTF8 + "é = bad\n".encode(),
        "latin.py": "# coding: latin-1\né = 'é', bad\n".encode("latin-1"),
        "mixed.py": b"x = bad\r\ny = bad\nz = '\f'\r\n",
        "bare.py": b"x = bad",
    }
    write(tmp_path, files)
    after = _fixed(tmp_path).files
    assert after == {
        path: data.replace(b"bad2", b"good").replace(b"bad", b"good")
        for path, data in files.items()
    }


def test_edits_that_overlap_wait_for_the_next_pass(
    tmp_path: Path, renaming: Callable[[Rewrite], None]
) -> None:
    def whole_line(module: SourceModule, node: ast.Name) -> tuple[Edit, ...]:
        start = module.offset(node.lineno)
        line = module.line(node.lineno)
        return (Edit(module.path, start, start + len(line), line.replace(node.id, "good", 1)),)

    renaming(whole_line)
    write(tmp_path, {"a.py": "x = bad1, bad2, bad3\n"})
    outcome = _fixed(tmp_path)
    assert outcome.files == {"a.py": b"x = good, good, good\n"}
    assert len(outcome.applied) == 3


def test_a_fix_after_which_the_file_does_not_parse_is_refused_and_only_that(
    tmp_path: Path, renaming: Callable[[Rewrite], None]
) -> None:
    renaming(lambda m, n: _good(m, n, "(" if n.id == "bad3" else "good"))
    write(tmp_path, {"a.py": "a = bad1\nb = bad2\nc = bad3\nd = bad4\n", "b.py": "e = bad5\n"})
    outcome = _fixed(tmp_path)
    assert outcome.files == {
        "a.py": b"a = good\nb = good\nc = bad3\nd = good\n",
        "b.py": b"e = good\n",
    }
    (refused,) = outcome.refused
    assert refused.found.finding.span.line == 3
    assert refused.reason == "`a.py` would not parse"


def test_a_fix_that_leaves_its_finding_is_refused(
    tmp_path: Path, renaming: Callable[[Rewrite], None]
) -> None:
    renaming(lambda m, n: _good(m, n, "bad9"))
    write(tmp_path, {"a.py": "a = bad1\n"})
    outcome = _fixed(tmp_path)
    assert outcome.files == {}
    assert [r.reason for r in outcome.refused] == ["FE101 would still be found in `a.py`"]


def test_a_fix_that_brings_another_finding_elsewhere_is_refused(
    tmp_path: Path, renaming: Callable[[Rewrite], None]
) -> None:
    renaming(lambda m, n: (*_good(m, n), Edit("b.py", 0, 0, "y = bad7\n")))
    write(tmp_path, {"a.py": "a = bad1\n", "b.py": "x = 1\n"})
    outcome = _fixed(tmp_path)
    assert outcome.files == {}
    assert [r.reason for r in outcome.refused] == ["FE101 would then be found in `b.py`"]


def test_what_changes_the_meaning_is_fixed_only_on_request(
    tmp_path: Path, renaming: Callable[[Rewrite, Applicability], None]
) -> None:
    renaming(_good, Applicability.UNSAFE)
    write(tmp_path, {"a.py": "a = bad1\n"})
    assert _fixed(tmp_path).files == {}
    assert _fixed(tmp_path, Applicability.UNSAFE).files == {"a.py": b"a = good\n"}


def test_what_is_only_to_be_shown_is_never_applied(
    tmp_path: Path, renaming: Callable[[Rewrite, Applicability], None]
) -> None:
    renaming(_good, Applicability.DISPLAY)
    write(tmp_path, {"a.py": "a = bad1\n"})
    assert _fixed(tmp_path, Applicability.UNSAFE).files == {}


def test_only_what_was_asked_for_is_fixed_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"main.py": MAIN, "other.py": MAIN})
    facts = read_project(tmp_path)
    settings = Settings().narrowed(("FE106",), ())
    report = examine(Program(facts), settings)
    first = [f for f in report.found if f.finding.path == "main.py"]
    after = fixed(facts, settings, report, first).files
    mended = BAD_STATUS.replace("211", "201")
    assert after == {"main.py": MAIN.replace(BAD_STATUS, mended).encode()}
    (tmp_path / "main.py").write_bytes(after["main.py"])
    assert _again(read_project(tmp_path), settings) == {}


def _again(facts: Facts, settings: Settings) -> dict[str, bytes]:
    report = examine(Program(facts), settings)
    wanted = [f for f in report.found if f.finding.path == "main.py"]
    return fixed(facts, settings, report, wanted).files
