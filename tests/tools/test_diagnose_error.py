import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fe_skill.call import Call
from fe_skill.problem import Refused
from fe_skill.tools.answer import answer
from fe_skill.tools.diagnose_error import TOOL, DiagnoseReply
from fe_skill.tools.undo_change import undo_change

API = """\
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Profile(BaseModel):
    name: str
    nickname: str | None


@app.post("/profiles")
async def create(profile: Profile) -> str:
    return profile.name
"""
ANSWER = (
    'POST /profiles 422 {"detail":[{"type":"missing","loc":["body","nickname"],'
    '"msg":"Field required","input":{"name":"Ada"}}]}'
)
MENDED = "    nickname: str | None = None\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "main.py").write_text(API)
    return folder


def diagnosed(project: Path, error: str, **given: object) -> DiagnoseReply:
    call = Call(workspace=project)
    reply = answer(TOOL, {"error": error, **given}, call)
    assert isinstance(reply, DiagnoseReply)
    return reply


def test_the_place_is_the_field_and_the_patch_is_for_git(project: Path) -> None:
    reply = diagnosed(project, ANSWER)
    assert reply.verdict == "identified"
    best = reply.diagnoses[0]
    assert best.fault == "optional-without-default"
    assert best.where is not None
    assert (best.where.path, best.where.line) == ("main.py", 9)
    assert best.patch is not None
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)  # noqa: S607 -- git as it is
    subprocess.run(["git", "apply"], cwd=project, check=True, input=best.patch.encode())  # noqa: S607
    assert MENDED in (project / "main.py").read_text()


def test_without_apply_nothing_is_written(project: Path) -> None:
    reply = diagnosed(project, ANSWER)
    assert (reply.status, reply.change_id) == (None, None)
    assert (project / "main.py").read_text() == API


def test_apply_writes_the_patch_and_undo_takes_it_back(project: Path) -> None:
    reply = diagnosed(project, ANSWER, apply=True)
    assert (reply.status, reply.modified) == ("applied", ("main.py",))
    assert MENDED in (project / "main.py").read_text()
    undo_change(Call(workspace=project), project=".")
    assert (project / "main.py").read_text() == API


def test_apply_keeps_line_ends_and_the_byte_order_mark(project: Path) -> None:
    before = b"\xef\xbb\xbf" + API.replace("\n", "\r\n").encode()
    (project / "main.py").write_bytes(before)
    diagnosed(project, ANSWER, apply=True)
    after = (project / "main.py").read_bytes()
    assert after == before.replace(b"str | None\r\n", b"str | None = None\r\n")


def test_apply_without_a_patch_changes_nothing_and_says_so(project: Path) -> None:
    reply = diagnosed(project, "GET /nothing 404 Not Found", apply=True)
    assert reply.status == "unchanged"
    assert (project / "main.py").read_text() == API


def test_a_run_shows_the_failure_before_and_not_after(project: Path) -> None:
    given = {"request": 'POST /profiles {"name": "Ada"}', "verify": "run", "python": sys.executable}
    reply = diagnosed(project, ANSWER, apply=True, **given)
    outcomes = {check.name: check.outcome for check in reply.checks}
    assert outcomes["reproduced-before"] == "passed"
    assert outcomes["gone-after"] == "passed"
    assert reply.status == "applied"


@pytest.mark.slow
def test_a_repair_that_does_not_end_the_failure_is_not_written(project: Path) -> None:
    given = {"request": "POST /profiles {}", "verify": "run", "python": sys.executable}
    reply = diagnosed(project, ANSWER, apply=True, **given)
    assert {c.name: c.outcome for c in reply.checks}["gone-after"] == "failed"
    assert reply.status == "unchanged"
    assert not reply.passed()
    assert (project / "main.py").read_text() == API


def test_what_is_not_known_is_said_to_be_unknown(project: Path) -> None:
    reply = diagnosed(project, "the cat sat on the mat")
    assert (reply.verdict, reply.diagnoses) == ("unknown", ())
    assert reply.text().startswith("unknown: ")
    assert not reply.passed()


def in_library(code: str, error: str, frame: str = "") -> str:
    return (
        f"Traceback (most recent call last):\n{frame}"
        '  File "/usr/lib/python3.12/site-packages/pylatex/errors.py",'
        f" line 3, in parse\n    {code}\n{error}\n"
    )


@pytest.mark.parametrize(
    ("code", "error"),
    [("self.end()", "AttributeError: no end"), ("raise", "pylatex.errors.CompilerError: bad")],
)
def test_an_error_inside_a_library_names_the_library(project: Path, code: str, error: str) -> None:
    reply = diagnosed(project, in_library(code, error))
    assert reply.verdict == "unknown"
    assert any("`pylatex`" in note for note in reply.notes)


def test_what_a_library_raises_of_its_own_is_told_in_its_words(project: Path) -> None:
    asked = '  File "/srv/main.py", line 1, in <module>\n    from fastapi import FastAPI\n'
    reply = diagnosed(project, in_library("raise", "pylatex.errors.CompilerError: bad", asked))
    assert reply.verdict == "likely"
    assert reply.diagnoses[0].fault == "call-refused-by-library"
    assert "`pylatex` refuses how it is used: bad" in reply.text()


def test_a_folder_without_python_is_no_obstacle(tmp_path: Path) -> None:
    reply = diagnosed(tmp_path, "RuntimeError: no running event loop")
    assert reply.diagnoses[0].fault == "no-running-event-loop"
    assert any("only the text speaks" in note for note in reply.notes)


def test_a_malformed_request_is_refused(project: Path) -> None:
    with pytest.raises(Refused):
        diagnosed(project, ANSWER, request="profiles")


def test_a_concise_reply_is_short_and_a_full_one_shows_more(project: Path) -> None:
    reply = diagnosed(project, ANSWER)
    assert len(reply.model_dump_json() + reply.text()) / 4 < 600
    full = diagnosed(project, ANSWER, detail="full")
    assert len(full.diagnoses) >= len(reply.diagnoses)
    assert len(full.diagnoses[0].patch or "") > len(reply.diagnoses[0].patch or "")


def test_a_concise_reply_stays_short_where_the_patch_is_long(project: Path) -> None:
    lines = "".join(f"at_{n} = datetime.utcnow()\n\n\n" for n in range(60))
    (project / "clock.py").write_text(f"from datetime import datetime\n\n{lines}")
    error = "TypeError: can't compare offset-naive and offset-aware datetimes"
    reply = diagnosed(project, error)
    assert len(reply.model_dump_json()) / 4 < 600
    assert reply.diagnoses[0].patch is None
    assert any("`detail: full`" in note for note in reply.notes)
    full = diagnosed(project, error, detail="full")
    assert (full.diagnoses[0].patch or "").count("datetime.now(UTC)") == 60


def test_a_frame_from_a_container_is_found_where_its_code_stands_now(project: Path) -> None:
    moved = "# one more line\n" + API
    (project / "main.py").write_text(moved)
    text = (
        'Traceback (most recent call last):\n  File "/code/main.py", line 14, in create\n'
        "    return profile.name\nKeyError: 'x'\n"
    )
    reply = diagnosed(project, text)
    assert [(f.path, f.line) for f in reply.read.project_frames] == [("main.py", 15)]


def test_the_usual_answer_takes_no_time_in_a_running_server(project: Path) -> None:
    diagnosed(project, ANSWER)
    start = time.perf_counter()
    diagnosed(project, ANSWER)
    assert time.perf_counter() - start < 1


def test_a_json_log_of_the_project_is_read(project: Path) -> None:
    inner = (
        'Traceback (most recent call last):\n  File "/code/main.py", line 14, in create\n'
        "    return profile.name\nRuntimeError: no running event loop"
    )
    line = json.dumps({"event": "failed", "level": "error", "exception": inner})
    assert diagnosed(project, f"{line}\n").diagnoses[0].fault == "no-running-event-loop"


def test_a_project_that_is_not_there_is_refused(project: Path) -> None:
    with pytest.raises(Refused) as caught:
        answer(TOOL, {"error": ANSWER, "project": "nowhere"}, Call(workspace=project))
    assert caught.value.problem.code == "project-not-found"
