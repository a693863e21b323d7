"""The sample tools as commands."""

import json
from pathlib import Path

import pytest

from fe_skill import __version__, cli
from fe_skill.tools import TOOLS
from tests.sample_tools import SAMPLES, SECRET

Captured = pytest.CaptureFixture[str]


def test_version_is_printed(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["--version"]) == 0
    assert capsys.readouterr().out == f"fe-skill {__version__}\n"


def test_no_command_shows_every_command(capsys: Captured) -> None:
    assert cli.run(SAMPLES, []) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("greet", "write-slowly", "serve", "contracts"))


def test_help_of_a_tool_shows_its_options_with_choices_and_defaults(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "--name STRING Whom to greet. [required]" in shown
    assert '--tone warm|dry How it sounds. Default: "warm".' in shown
    assert "--loud / --no-loud" in shown


def test_text_is_printed_for_people(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--name", "Ada"]) == 0
    assert capsys.readouterr().out == "greeted Ada\n"


def test_json_is_the_structured_result_on_one_line(capsys: Captured) -> None:
    words = ["greet", "--name", "Zoë", "--times", "2", "--loud", "--tone", "dry", "--json"]
    assert cli.run(SAMPLES, words) == 0
    shown = capsys.readouterr().out
    assert json.loads(shown)["lines"] == ["TO ZOË"] * 2
    assert shown.count("\n") == 1


def test_lists_repeat_and_objects_are_json(capsys: Captured) -> None:
    words = ["greet", "--name", "Ada", "--guests", "Bob", "--guests", '{"Eve": 3}', "--json"]
    assert cli.run(SAMPLES, words) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == ["Dear Ada, Bob, {'Eve': 3}"]


def test_a_whole_list_may_be_one_json_text(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--name", "Ada", "--guests", '["B", "C"]', "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == ["Dear Ada, B, C"]


def test_broken_json_is_refused(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--name", "Ada", "--guests", "{1"]) == 2
    assert "code: option-not-json" in capsys.readouterr().err


def test_findings_end_with_one(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--name", "nobody"]) == 1
    assert capsys.readouterr().out == "greeted nobody\n"


def test_refusal_ends_with_two_and_goes_to_standard_error(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--name", "Voldemort"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: nobody says this name            code: name-unspeakable")


def test_wrong_arguments_are_refused_in_the_server_s_words(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--times", "many", "--json"]) == 2
    captured = capsys.readouterr()
    assert captured.err == ""
    assert json.loads(captured.out)["problem"]["what"].startswith(
        "name: is required; times: should be a valid integer"
    )


def test_unknown_option_is_refused_with_the_nearest(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["greet", "--nam", "Ada"]) == 2
    shown = capsys.readouterr().err
    assert "--name" in shown
    assert "code: command-line-invalid" in shown


def test_bug_ends_with_three_and_its_traceback_is_on_standard_error_only(capsys: Captured) -> None:
    assert cli.run(SAMPLES, ["leak", "--json"]) == 3
    captured = capsys.readouterr()
    assert json.loads(captured.out)["problem"]["code"] == "internal-error"
    assert SECRET not in captured.out
    assert SECRET in captured.err


def test_relative_paths_start_at_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(SAMPLES, ["write-slowly", "--path", "out.txt"]) == 0
    assert (tmp_path / "out.txt").read_text() == "written"


def test_the_place_to_work_may_be_said_without_its_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(SAMPLES, ["write-slowly", "out.txt", "--steps", "1"]) == 0
    assert (tmp_path / "out.txt").exists()
    assert cli.run(SAMPLES, ["write-slowly", "out.txt", "--path", "other.txt"]) == 2
    assert "code: place-said-twice" in capsys.readouterr().err
    assert not (tmp_path / "other.txt").exists()


def test_the_refusal_in_the_readme_is_what_is_said(capsys: Captured) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    shown = readme.partition("$ fe-skill ")[2].partition("```")[0]
    command, _, said = shown.partition("\n")
    assert cli.run(TOOLS, command.split()) == 2
    assert capsys.readouterr().err == said


def test_a_folder_that_is_gone_is_no_place_to_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert cli.run(SAMPLES, ["greet", "--name", "Ada"]) == cli.REFUSED
    assert "no-workspace" in capsys.readouterr().err
