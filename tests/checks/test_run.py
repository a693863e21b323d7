"""`verify="run"` on projects of a few lines, run by the Python that runs the tests."""

import os
import sys
import threading
import time
from pathlib import Path, PurePosixPath

import pytest

from benchmarks.reliability.trees import snapshot
from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Create, Draft
from fe_skill.changes.disk import reader
from fe_skill.changes.planned import Planned
from fe_skill.checks.check import Verdict
from fe_skill.checks.child import Limits, environment, run
from fe_skill.checks.interpreter import Interpreter, NoInterpreter, find
from fe_skill.checks.run import NAMES, prove_running
from fe_skill.checks.site import Running
from fe_skill.problem import Cancelled

P = PurePosixPath
BAD_LIFESPAN = """
from contextlib import asynccontextmanager
@asynccontextmanager
async def life(app):
    raise RuntimeError('at start')
    yield
app.router.lifespan_context = life
"""
APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/a')\ndef a(): ...\n"
# What `python -m alembic` finds first is this: it notes its words, and fails when told to.
ALEMBIC = """
import os, sys
from pathlib import Path
assert os.environ["DATABASE_URL"].endswith("scratch.db")
said = " ".join(sys.argv[1:])
if said in Path("fails.txt").read_text().splitlines():
    sys.exit("cannot " + said)
"""

# Each test starts a project's own Python several times.
pytestmark = pytest.mark.slow


def project(root: Path, **files: str) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def proven(root: Path, files: dict[str, str], call: Call | None = None) -> dict[str, Verdict]:
    """The verdicts on writing `files` over what is at `root`."""
    draft = Draft(reader(root))
    for name, text in files.items():
        write = draft.update if (root / name).exists() else draft.create
        write(P(name), text.encode())
    limits = Limits(seconds=20)
    running = Running(python=sys.executable, limits=limits)
    planned = Planned(root, draft.done())
    outcomes = prove_running(planned, running, call or Call(workspace=root))
    assert tuple(outcome.name for outcome in outcomes) == NAMES
    return {outcome.name: outcome.verdict for outcome in outcomes}


def test_a_new_operation_is_told_and_the_tree_is_not_touched(tmp_path: Path) -> None:
    project(tmp_path, **{"main.py": APP})
    before = snapshot(tmp_path)
    found = proven(tmp_path, {"main.py": APP + "@app.post('/b')\ndef b(): ...\n"})
    assert found == {
        "app-starts": Verdict("passed"),
        "api-keeps": Verdict("passed", "new: POST /b"),
        "migrations-run": Verdict("skipped", "no new revision"),
        "tests-pass": Verdict("skipped", "no new test"),
    }
    assert snapshot(tmp_path) == before


def test_an_operation_that_is_gone_fails(tmp_path: Path) -> None:
    project(tmp_path, **{"main.py": APP})
    found = proven(tmp_path, {"main.py": APP.replace("/a", "/z")})
    assert found["api-keeps"] == Verdict("failed", "gone: GET /a")


@pytest.mark.parametrize(
    "broken",
    [
        "raise RuntimeError('at import')\n",
        BAD_LIFESPAN,
    ],
)
def test_an_application_that_does_not_start_fails_with_the_end_of_what_it_said(
    tmp_path: Path, broken: str
) -> None:
    project(tmp_path, **{"main.py": APP})
    found = proven(tmp_path, {"main.py": APP + broken})
    assert found["app-starts"].outcome == "failed"
    assert "RuntimeError: at " in found["app-starts"].detail
    assert found["api-keeps"] == Verdict("skipped", "the application doesn't start")


def test_what_fails_without_the_change_too_does_not_speak_against_it(tmp_path: Path) -> None:
    project(tmp_path, **{"main.py": APP + "import nowhere\n"})
    found = proven(tmp_path, {"other.py": ""})
    assert found["app-starts"].outcome == "skipped"
    assert found["app-starts"].detail.startswith("it fails without this change too: ")


def test_the_application_is_where_the_project_says(tmp_path: Path) -> None:
    settings = '[tool.fastapi]\nentrypoint = "shop.web:api"\n'
    web = APP.replace("app", "api")
    found = proven(
        tmp_path, {"shop/__init__.py": "", "shop/web.py": web, "pyproject.toml": settings}
    )
    assert found["api-keeps"] == Verdict("passed", "1 operations")
    nowhere = proven(tmp_path, {"readme.md": ""})
    assert "no application was found" in nowhere["app-starts"].detail


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ("", "", "passed"),
        ("", "downgrade -1", "failed"),
        ("", "check", "failed"),
        ("upgrade head", "upgrade head", "skipped"),
    ],
)
def test_new_revisions_go_up_down_and_up_again(
    tmp_path: Path, before: str, after: str, outcome: str
) -> None:
    files = {"alembic.ini": "", "alembic/__init__.py": "", "alembic/__main__.py": ALEMBIC}
    project(tmp_path, **files, **{"main.py": APP, "fails.txt": before})
    found = proven(tmp_path, {"db/versions/1_x.py": "", "fails.txt": after})["migrations-run"]
    assert found.outcome == outcome
    assert found.outcome == "passed" or f"cannot {after}" in found.detail


def test_new_tests_are_run_and_only_they(tmp_path: Path) -> None:
    project(tmp_path, **{"main.py": APP, "tests/test_old.py": "def test_old(): assert 0"})
    good = "import main\ndef test_new(): assert main.app"
    assert proven(tmp_path, {"tests/test_new.py": good})["tests-pass"].detail.startswith("1 passed")
    bad = proven(tmp_path, {"tests/test_new.py": "def test_new(): assert 0"})["tests-pass"]
    assert bad.outcome == "failed"
    assert "FAILED tests/test_new.py::test_new" in bad.detail


def test_a_child_sees_no_secret_of_ours_and_no_data_of_the_developer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    project(tmp_path, **{"main.py": APP, ".env": "KEY=hunter2", "app.db": "data", "kept.txt": ""})
    (tmp_path / "out").symlink_to("../..")
    (tmp_path / "absolute").symlink_to(tmp_path / "kept.txt")
    (tmp_path / "within").symlink_to("kept.txt")
    looks = """
import os, pathlib
def test_look():
    assert "hunter2" not in str(os.environ)
    assert os.readlink("within") == "kept.txt"
    assert not {".env", "app.db", "out", "absolute"} & set(os.listdir())
    assert pathlib.Path("kept.txt").exists()
    assert os.environ["HOME"] != %r
    assert os.environ["DATABASE_URL"].startswith("sqlite")
""" % os.environ["HOME"]  # noqa: UP031 -- a template full of braces
    assert proven(tmp_path, {"test_look.py": looks})["tests-pass"].outcome == "passed"


def _gone_soon(pid: int) -> bool:
    """A killed process is there until the system comes to it."""
    until = time.monotonic() + 10
    while not (gone := _gone(pid)) and time.monotonic() < until:
        time.sleep(0.05)
    return gone


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()


def test_time_is_limited_and_the_whole_group_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    hangs = (
        "import subprocess, sys, time, pathlib\ndef test_hang():\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)'])\n"
        f"    pathlib.Path({str(note)!r}).write_text(str(child.pid))\n    time.sleep(99)\n"
    )
    root = tmp_path / "root"
    project(root, **{"main.py": APP})
    planned = Planned(root, ChangeSet((Create(P("test_hang.py"), hangs.encode()),)))
    running = Running(python=sys.executable, limits=Limits(seconds=10))
    found = {o.name: o.verdict for o in prove_running(planned, running, Call(workspace=root))}
    assert found["app-starts"].outcome == "passed"
    assert found["tests-pass"].outcome == "failed"
    assert found["tests-pass"].detail.startswith("out of time")
    assert _gone_soon(int(note.read_text()))


def test_cancelling_kills_the_whole_group_at_once(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    project(tmp_path / "root", **{"main.py": "import os, time\n" + APP})
    hangs = f"import os, time\nopen({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(99)\n"
    call = Call(workspace=tmp_path)

    def cancel() -> None:
        while not (note.exists() and note.read_text()):
            time.sleep(0.02)
        call.cancel.set()

    threading.Thread(target=cancel).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        proven(tmp_path / "root", {"main.py": hangs + APP}, call)
    assert time.monotonic() - start < 15
    assert _gone_soon(int(note.read_text()))


def test_memory_is_limited(tmp_path: Path) -> None:
    project(tmp_path, **{"main.py": APP})
    project(tmp_path, **{"test_big.py": "def test_big(): bytearray(2 << 30)"})
    python = Path(sys.executable)
    words = [str(python), "-m", "pytest", "-q", "test_big.py"]
    env = environment(tmp_path, python, {})
    call = Call(workspace=tmp_path)
    free = run(words, folder=tmp_path, env=env, limits=Limits(), call=call)
    assert free.code == 0
    held = run(words, folder=tmp_path, env=env, limits=Limits(memory=1 << 30), call=call)
    assert "MemoryError" in held.tail()


def test_without_an_interpreter_all_is_skipped_with_the_command_that_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "UV_PROJECT_ENVIRONMENT"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "uv.lock").touch()
    (tmp_path / "main.py").write_text(APP)
    planned = Planned(tmp_path, ChangeSet((Create(P("new.py"), b""),)))
    outcomes = prove_running(planned, Running(), Call(workspace=tmp_path))
    assert tuple(outcome.name for outcome in outcomes) == NAMES
    assert {outcome.verdict.outcome for outcome in outcomes} == {"skipped"}
    assert all("`uv sync`" in outcome.verdict.detail for outcome in outcomes)


def _environment(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").touch(mode=0o755)
    return folder / "bin/python"


def test_the_projects_own_environment_comes_before_that_of_the_shell(tmp_path: Path) -> None:
    root = tmp_path / "workspace/service"
    root.mkdir(parents=True)
    shell, conda = _environment(tmp_path / "shell"), _environment(tmp_path / "conda")
    environ = {"CONDA_PREFIX": str(conda.parents[1])}
    assert find(root, None, environ) == Interpreter(path=conda, source="conda")
    environ |= {"VIRTUAL_ENV": str(shell.parents[1])}
    assert find(root, None, environ) == Interpreter(path=shell, source="VIRTUAL_ENV")
    (root.parent / "pyproject.toml").touch()
    shared = _environment(root.parent / ".venv")
    assert find(root, None, environ) == Interpreter(path=shared, source=".venv")
    own = _environment(root / ".venv")
    assert find(root, None, environ) == Interpreter(path=own, source=".venv")
    given = find(root, str(shell), environ)
    assert given == Interpreter(path=shell, source="given")
    assert isinstance(find(root, "no/such", environ), NoInterpreter)


def test_poetry_is_asked_where_its_environment_is(tmp_path: Path) -> None:
    python = _environment(tmp_path / "elsewhere")
    (tmp_path / "bin").mkdir()
    poetry = tmp_path / "bin/poetry"
    poetry.write_text(f"#!/bin/sh\necho {python.parents[1]}\n")
    poetry.chmod(0o755)
    environ = {"PATH": f"{tmp_path}/bin:/bin:/usr/bin"}
    assert isinstance(find(tmp_path / "bin", None, environ), NoInterpreter)
    (tmp_path / "bin/poetry.lock").touch()
    assert find(tmp_path / "bin", None, environ) == Interpreter(path=python, source="poetry")


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("uv.lock", "uv sync"),
        ("poetry.lock", "poetry install"),
        ("requirements.txt", "python -m venv .venv && .venv/bin/pip install -r requirements.txt"),
        ("pyproject.toml", 'python -m venv .venv && .venv/bin/pip install -e ".[dev]"'),
    ],
)
def test_the_command_fits_what_the_project_uses(tmp_path: Path, file: str, command: str) -> None:
    (tmp_path / file).touch()
    found = find(tmp_path, None, {"PATH": ""})
    assert isinstance(found, NoInterpreter)
    assert found.mend == command
