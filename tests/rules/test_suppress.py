"""Comments that suppress a finding, and what is said about comments themselves."""

from pathlib import Path

import pytest

from tests.rules.project import BAD_STATUS, MAIN, report_on, told


def _suppressed(comment: str) -> str:
    return MAIN.replace(BAD_STATUS, f"{BAD_STATUS}  {comment}")


@pytest.mark.parametrize("named", ["FE106", "FE1", "unknown-status-constant", "FE305, FE106"])
def test_a_comment_with_a_reason_suppresses_the_finding_on_its_line(
    named: str, tmp_path: Path
) -> None:
    source = _suppressed(f"# fe-skill: ignore[{named}] an old client wants it")
    report = report_on(tmp_path, {"main.py": source}, "FE106")
    assert told(report) == []
    assert report.suppressed == 1


def test_a_comment_alone_speaks_for_the_next_line_of_code(tmp_path: Path) -> None:
    above = f"# fe-skill: ignore[FE106] old clients\n# and more words\n{BAD_STATUS}"
    report = report_on(tmp_path, {"main.py": MAIN.replace(BAD_STATUS, above)}, "FE106")
    assert (told(report), report.suppressed) == ([], 1)


def test_a_comment_without_a_reason_suppresses_nothing_and_is_reported(tmp_path: Path) -> None:
    report = report_on(tmp_path, {"main.py": _suppressed("# fe-skill: ignore[FE106]")}, "FE106")
    assert told(report) == [("FE106", "main.py", 6), ("FE892", "main.py", 6)]


@pytest.mark.parametrize("comment", ["ignore[FE999] why", "ignore[] why", "ignore because"])
def test_a_comment_that_names_no_rule_is_reported(comment: str, tmp_path: Path) -> None:
    report = report_on(tmp_path, {"main.py": _suppressed(f"# fe-skill: {comment}")}, "FE106")
    assert told(report) == [("FE106", "main.py", 6), ("FE893", "main.py", 6)]


def test_a_comment_with_nothing_to_suppress_is_reported_and_its_fix_deletes_it(
    tmp_path: Path,
) -> None:
    source = "x = 1  # fe-skill: ignore[FE106] was here\n"
    (found,) = report_on(tmp_path, {"main.py": source}, "FE106").found
    assert found.finding.rule == "FE891"
    assert found.finding.fix is not None
    (edit,) = found.finding.fix.edits
    assert source[: edit.start] + edit.text + source[edit.end :] == "x = 1\n"


def test_a_comment_for_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    source = "x = 1  # fe-skill: ignore[FE106] was here\n"
    assert told(report_on(tmp_path, {"main.py": source}, "FE101")) == []


def test_a_text_that_looks_like_the_comment_is_none(tmp_path: Path) -> None:
    source = MAIN.replace("'/a'", "'# fe-skill: ignore[FE106] no'")
    assert told(report_on(tmp_path, {"main.py": source}, "FE106")) == [("FE106", "main.py", 6)]
