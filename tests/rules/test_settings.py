"""What a project says in `[tool.fe-skill]`, and what a call adds to it."""

from pathlib import Path

import pytest

from fe_skill.problem import Refused
from fe_skill.project.program import Program
from fe_skill.rules.gates import unmet
from fe_skill.rules.rule import Severity
from fe_skill.rules.run import examine
from fe_skill.rules.settings import Settings, matches, settings_of
from tests.rules.project import MAIN, facts_of, told


def _settings(root: Path, table: str) -> Settings:
    return settings_of(facts_of(root, {"main.py": MAIN, "pyproject.toml": table}))


def _told(root: Path, table: str) -> list[tuple[str, str, int]]:
    facts = facts_of(root, {"main.py": MAIN, "pyproject.toml": table})
    settings = settings_of(facts).narrowed(("FE106",), ())
    return told(examine(Program(facts), settings))


def test_a_path_may_be_spared_a_rule(tmp_path: Path) -> None:
    assert _told(tmp_path, '[tool.fe-skill.per-path-ignores]\n"other" = ["FE1"]\n')
    assert not _told(tmp_path, '[tool.fe-skill.per-path-ignores]\n"*.py" = ["FE1"]\n')


def test_a_severity_may_be_changed(tmp_path: Path) -> None:
    table = '[tool.fe-skill.severity]\nunknown-status-constant = "info"\n'
    facts = facts_of(tmp_path, {"main.py": MAIN, "pyproject.toml": table})
    found = examine(Program(facts), settings_of(facts).narrowed(("FE106",), ())).found
    assert [each.severity for each in found] == [Severity.INFO]


def test_what_a_call_selects_stands_in_place_of_what_the_project_ignores(tmp_path: Path) -> None:
    settings = _settings(tmp_path, '[tool.fe-skill]\nignore = ["FE1"]\n')
    assert "FE106" in settings.ignored
    assert "FE106" not in settings.narrowed(("FE106",), ()).ignored
    assert "FE106" in settings.narrowed(("FE1",), ("FE106",)).ignored


def test_a_setting_that_names_no_rule_is_a_finding_at_its_line(tmp_path: Path) -> None:
    assert _told(tmp_path, '[tool.fe-skill]\nprofile = "core"\nignore = ["FE999"]\n')[-1] == (
        "FE893",
        "pyproject.toml",
        3,
    )


@pytest.mark.parametrize(
    "table",
    [
        '[tool.fe-skill]\nprofile = "strict"\n',
        '[tool.fe-skill]\nignroe = ["FE1"]\n',
        '[tool.fe-skill]\nignore = "FE1"\n',
        '[tool.fe-skill.severity]\nFE106 = "fatal"\n',
        "[tool.fe-skill]\nbaseline = 3\n",
        "[tool]\nfe-skill = 3\n",
        "[tool.fe-skill]\nselect = [\n",
    ],
)
def test_settings_that_cannot_be_read_are_refused(table: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        _settings(tmp_path, table)
    assert (refused.value.problem.code, refused.value.problem.path) == (
        "settings-invalid",
        "pyproject.toml",
    )


def test_a_broken_pyproject_without_settings_of_ours_is_no_business_of_ours(tmp_path: Path) -> None:
    assert _settings(tmp_path, "[project\n") == Settings()


def test_a_call_that_names_no_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        Settings().narrowed(("unknown-status-constnat",), ())
    assert refused.value.problem.code == "rule-unknown"
    assert "`unknown-status-constant`" in refused.value.problem.mend


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("src/a/b.py", "src", True),
        ("src/a/b.py", "src/a/", True),
        ("src/a/b.py", "src/**", True),
        ("src/a/b.py", "**/b.py", True),
        ("src/a/b.py", "src/a/b.py", True),
        ("src2/b.py", "src", False),
        ("src/a/b.py", "a", False),
    ],
)
def test_a_pattern_takes_a_folder_a_file_or_a_glob(
    path: str, pattern: str, *, expected: bool
) -> None:
    assert matches(path, pattern) is expected


@pytest.mark.parametrize(
    ("declared", "need", "possible"),
    [
        ("", "fastapi>=0.95", True),
        (">=0.90", "fastapi>=0.95", True),
        ("<0.95", "fastapi>=0.95", False),
        ("<=0.95", "fastapi>=0.95", True),
        ("==0.95.0", "fastapi>=0.95", True),
        ("==0.94.1", "fastapi>=0.95", False),
        ("==0.94.*", "fastapi>=0.95", False),
        ("~=0.94.0", "fastapi>=0.95", False),
        ("~=0.94", "fastapi>=0.95", True),
        ("^0.94", "fastapi>=0.95", False),
        ("^1.4", "fastapi>=1.9", True),
        ("~1.4", "fastapi>=1.5", False),
        (">=0.90,<1.0,!=0.95", "fastapi>=1", False),
        ("0.94.1", "fastapi>=0.95", False),
        (">=2", "fastapi<2", False),
        (">=1.9", "fastapi<2", True),
    ],
)
def test_a_need_is_unmet_only_where_no_declared_version_can_meet_it(
    declared: str, need: str, *, possible: bool
) -> None:
    assert (unmet((need,), {"fastapi": declared} if declared else {}) is None) is possible
