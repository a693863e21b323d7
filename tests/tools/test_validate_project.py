"""What `validate-project` answers: pages that fit, fixes that are proven, refusals."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fe_skill import cli
from fe_skill.call import Call
from fe_skill.problem import Refused
from fe_skill.project.reader import Keeper
from fe_skill.rules.fixing import fixed
from fe_skill.rules.run import Report, examine
from fe_skill.tools import TOOLS
from fe_skill.tools.undo_change import undo_change
from fe_skill.tools.validate_project import Validation, validate_project
from tests.rules.project import BAD_STATUS, MAIN, write

TOKEN = 4  # characters


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / f"{tmp_path.name}-cache"))
    return Call(workspace=tmp_path)


def _lines(count: int) -> str:
    head = "from fastapi import FastAPI, status\n\napp = FastAPI()\n"
    bad = "@app.get('/a{}', status_code=status.HTTP_211_CREATED)\nasync def a{}() -> None: ...\n"
    return head + "".join(bad.format(at, at) for at in range(count))


def _tokens(reply: Validation) -> float:
    data = json.dumps(reply.model_dump(mode="json"), separators=(",", ":"), ensure_ascii=False)
    return (len(data) + len(reply.text())) / TOKEN


def test_a_report_of_five_hundred_findings_fits_with_the_worst_first(call: Call) -> None:
    write(call.workspace, {f"part{at}.py": _lines(25) for at in range(20)})
    reply = validate_project(call)
    assert reply.summary.by_rule["FE106"] == 500
    assert _tokens(reply) < 800
    assert reply.findings[0].severity == "error"
    assert any('fix="safe": mends 500' in step for step in reply.next_steps)
    assert not reply.passed()


def test_paging_reaches_every_finding_once(call: Call) -> None:
    write(call.workspace, {f"part{at}.py": _lines(25) for at in range(4)})
    seen: list[str] = []
    cursor = None
    while True:
        reply = validate_project(call, select=("FE106",), cursor=cursor, detail="full")
        assert _tokens(reply) < 8000
        seen += [f"{f.path}:{f.line}" for f in reply.findings]
        cursor = reply.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 100


def test_a_clean_project_passes_and_says_what_was_looked_at(call: Call) -> None:
    write(call.workspace, {"main.py": MAIN.replace("211", "201")})
    reply = validate_project(call, select=("FE106",))
    assert reply.passed()
    assert reply.text().startswith("nothing found: 1 rules on 1 files, 1 routes, 0 models")


def test_a_fix_is_shown_then_applied_then_has_nothing_left_then_undone(call: Call) -> None:
    root = write(call.workspace / "shop", {"main.py": MAIN})
    shown = validate_project(call, project="shop", select=("FE106",), fix="safe", dry_run=True)
    assert shown.status == "planned"
    assert shown.diff is not None
    assert "+@app.get('/a', status_code=status.HTTP_201_CREATED)" in shown.diff
    assert (root / "main.py").read_text() == MAIN
    done = validate_project(call, project="shop", select=("FE106",), fix="safe")
    assert (done.status, done.modified, done.summary.fixed) == ("applied", ("main.py",), 1)
    assert done.passed()
    assert [check.outcome for check in done.checks] == ["passed"] * len(done.checks)
    assert done.checks
    again = validate_project(call, project="shop", select=("FE106",), fix="safe")
    assert (again.status, again.summary.fixed) == ("unchanged", 0)
    undo_change(call, project="shop", change_id=done.change_id)
    assert (root / "main.py").read_text() == MAIN


def test_a_baseline_is_written_and_hides_what_it_holds_and_nothing_else(call: Call) -> None:
    root = write(call.workspace, {"main.py": MAIN})
    select = ("FE106",)
    kept = validate_project(call, select=select, baseline="known.json", write_baseline=True)
    assert (kept.created, kept.passed()) == (("known.json",), True)
    write(root, {"main.py": "# moved\n" + MAIN + MAIN.partition("app = FastAPI()")[2]})
    reply = validate_project(call, select=select, baseline="known.json")
    assert (reply.summary.findings, reply.summary.baselined) == (1, 1)


@pytest.mark.parametrize(
    ("content", "code"), [(None, "baseline-missing"), ("[]", "baseline-invalid")]
)
def test_a_baseline_that_cannot_be_read_is_refused(
    content: str | None, code: str, call: Call
) -> None:
    write(call.workspace, {"main.py": MAIN, **({"known.json": content} if content else {})})
    with pytest.raises(Refused) as refused:
        validate_project(call, baseline="known.json")
    assert refused.value.problem.code == code


def test_what_was_judged_is_kept_until_a_file_or_a_rule_changes(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []

    def counted(*given: Any, **named: Any) -> Report:  # noqa: ANN401 -- whatever it is given
        looked.append(1)
        return examine(*given, **named)

    def another_process() -> None:
        monkeypatch.setattr("fe_skill.tools.judged.KEEPER", Keeper())
        monkeypatch.setattr("fe_skill.tools.judged._MEMORIES", {})

    monkeypatch.setattr("fe_skill.tools.judged.examine", counted)
    root = write(call.workspace, {"main.py": MAIN})
    first = validate_project(call)
    assert validate_project(call).findings == first.findings
    another_process()
    assert validate_project(call).findings == first.findings
    assert len(looked) == 1
    write(root, {"main.py": MAIN.replace("211", "201")})
    mended = validate_project(call)
    assert not any(f.rule == "FE106" for f in mended.findings)
    assert len(looked) == 2
    for expected, version in ((3, "one"), (3, "one"), (4, "another")):
        monkeypatch.setattr("fe_skill.tools.judged.version", lambda version=version: version)
        another_process()
        assert validate_project(call).findings == mended.findings
        assert len(looked) == expected


def test_only_what_changed_since_a_revision_is_reported(call: Call) -> None:
    root = write(call.workspace, {"main.py": MAIN, "other.py": MAIN, "gone.py": MAIN})
    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "first")
    (root / "gone.py").unlink()
    more = MAIN + f"\n\n{BAD_STATUS.replace('/a', '/b')}\nasync def b() -> None: ...\n"
    write(root, {"main.py": more, "new name.py": MAIN})
    reply = validate_project(call, select=("FE106",), since="HEAD")
    assert [(f.path, f.line) for f in reply.findings] == [("main.py", 10), ("new name.py", 6)]
    for wrong in ("--output=x", "no-such-revision"):
        with pytest.raises(Refused) as refused:
            validate_project(call, since=wrong)
        assert refused.value.problem.code == "revision-unknown"


def _git(root: Path, *words: str) -> None:
    git = shutil.which("git")
    assert git is not None
    subprocess.run([git, *words], cwd=root, check=True)


def test_paths_narrow_the_report_and_one_without_a_file_is_said(call: Call) -> None:
    write(call.workspace, {"a/x.py": MAIN, "b/y.py": MAIN})
    reply = validate_project(call, select=("FE106",), paths=("a", "c"))
    assert [f.path for f in reply.findings] == ["a/x.py"]
    assert "no file of the project is under `c`" in reply.notes


def test_what_cannot_be_judged_is_said(call: Call) -> None:
    write(call.workspace, {"main.py": MAIN + "def broken(:\n"})
    reply = validate_project(call, select=("FE106",))
    assert reply.summary.unparsed == ("main.py",)
    assert not reply.passed()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"project": "nowhere"}, "project-not-found"),
        ({"select": ("FE9",)}, "rule-unknown"),
        ({"cursor": "x"}, "cursor-malformed"),
        ({"write_baseline": True}, "baseline-unnamed"),
        ({"baseline": "a\0b"}, "path-not-allowed"),
        ({"baseline": "../known.json"}, "path-not-allowed"),
        ({"baseline": "a\0b", "write_baseline": True}, "path-not-allowed"),
    ],
)
def test_a_mistake_of_the_caller_is_refused(
    arguments: dict[str, object], code: str, call: Call
) -> None:
    write(call.workspace, {"main.py": MAIN})
    with pytest.raises(Refused) as refused:
        validate_project(call, **arguments)  # type: ignore[arg-type]
    assert refused.value.problem.code == code


def test_a_file_that_changed_after_it_was_judged_is_not_written_over(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(call.workspace, {"main.py": MAIN})

    def meddled(*given: object, **named: object) -> object:
        outcome = fixed(*given, **named)  # type: ignore[arg-type]
        (root / "main.py").write_text("# someone's own work\n")
        return outcome

    monkeypatch.setattr("fe_skill.tools.validated.fixed", meddled)
    with pytest.raises(Refused) as refused:
        validate_project(call, select=("FE106",), fix="safe")
    assert refused.value.problem.code == "stale-file"
    assert (root / "main.py").read_text() == "# someone's own work\n"


def test_the_command_prints_all_findings_in_the_format_asked_for(
    call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    write(call.workspace, {"main.py": _lines(60)})
    words = ["validate-project", str(call.workspace), "--select", "FE106", "--limit", "1"]
    assert cli.run(TOOLS, [*words, "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 60
    assert cli.run(TOOLS, [*words, "--format", "yaml"]) == 2
    assert "code: format-unknown" in capsys.readouterr().err
