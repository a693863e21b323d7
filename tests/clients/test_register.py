"""`fe-skill register` and `unregister`, at the files of a project and of a home."""

import json
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

import pytest

from fe_skill import cli
from fe_skill.call import Call
from fe_skill.clients import register
from fe_skill.clients.client import CLIENTS, Client, command
from fe_skill.clients.config import entry_of
from fe_skill.tools import TOOLS

Captured = pytest.CaptureFixture[str]
IN_PROJECT = [client for client in CLIENTS.values() if client.project]
SAMPLES = {
    "jsonc": '{\n  // mine\n  "KEY": {"other": {"command": "x"}}, /* and */\n  "theme": 1,\n}\n',
    "toml": '# mine\nmodel = "x" # and\n\n[KEY.other]\ncommand = "x"\n',
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "the home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_STATE_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> int:
    return cli.run(TOOLS, words)


def sample(client: Client) -> bytes:
    return SAMPLES[client.form].replace("KEY", client.key).encode()


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder but our journal, which ignores itself in git."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if ".fe-skill" not in path.parts
    }


def places(home: Path, project: Path, scope: str, client: Client) -> tuple[Path, Path]:
    """The folder that a scope is about, and the client's file in it."""
    if scope == "project":
        return project, project / client.project[0]
    return home, client.user(home)[0]


CASES = [("user", client) for client in CLIENTS.values()] + [("project", c) for c in IN_PROJECT]
EVERYWHERE = pytest.mark.parametrize(
    ("scope", "client"), CASES, ids=[f"{scope}-{client.name}" for scope, client in CASES]
)


@EVERYWHERE
@pytest.mark.parametrize("there", [True, False], ids=["file", "no file"])
def test_the_entry_starts_this_interpreter_twice_is_once_and_nothing_stays_after(
    scope: str, client: Client, *, there: bool, home: Path, project: Path
) -> None:
    folder, file = places(home, project, scope, client)
    if there:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sample(client))
    before = tree(folder)
    words = ["--target", client.name, "--scope", scope]
    assert run("register", *words) == 0
    entry = entry_of(file.read_text(), client)
    root = project if scope == "project" else None
    assert entry == client.shape(command(root))
    registered = tree(folder)
    assert run("register", *words) == 0
    assert tree(folder) == registered
    assert run("unregister", *words) == 0
    assert tree(folder) == before
    assert run("unregister", *words) == 0
    assert tree(folder) == before


@EVERYWHERE
def test_a_dry_run_shows_the_diff_and_writes_nothing(
    scope: str, client: Client, home: Path, project: Path, capsys: Captured
) -> None:
    folder, file = places(home, project, scope, client)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sample(client))
    words = ["--target", client.name, "--scope", scope]
    before = tree(folder)
    assert run("register", *words, "--dry-run") == 0
    assert tree(folder) == before
    assert "+" in capsys.readouterr().out
    run("register", *words)
    registered = tree(folder)
    capsys.readouterr()
    assert run("unregister", *words, "--dry-run") == 0
    assert tree(folder) == registered
    assert "\n-" in capsys.readouterr().out


@EVERYWHERE
def test_what_others_wrote_meanwhile_is_kept_when_we_go(
    scope: str, client: Client, home: Path, project: Path
) -> None:
    _, file = places(home, project, scope, client)
    words = ["--target", client.name, "--scope", scope]
    run("register", *words)
    text = file.read_text()
    later = f'# later\n{text}\n[more]\na = "1"\n'
    if client.form == "jsonc":
        data = json.loads(text)
        data[client.key]["later"] = {"command": "x"}
        later = json.dumps(data, indent=4)
    file.write_text(later)
    assert run("unregister", *words) == 0
    assert entry_of(file.read_text(), client) is None
    assert "later" in file.read_text()


def test_what_the_user_added_to_our_entry_stays_when_we_register_again(
    home: Path, project: Path
) -> None:
    file = project / ".mcp.json"
    mine = {"command": "old", "env": {"A": "1"}}
    file.write_text(json.dumps({"mcpServers": {"fe-skill": mine}}))
    before = file.read_bytes()
    assert home
    run("register", "--target", "claude-code")
    entry: dict[str, Any] = json.loads(file.read_text())["mcpServers"]["fe-skill"]
    assert entry["env"] == {"A": "1"}
    assert entry["command"] == sys.executable
    run("unregister", "--target", "claude-code")
    assert file.read_bytes() == before


def test_a_client_without_files_in_projects_says_which_scope_it_has(
    home: Path, project: Path, capsys: Captured
) -> None:
    assert run("register", "--target", "windsurf") == 2
    assert "`--scope user`" in capsys.readouterr().err
    assert tree(home) == tree(project) == {}


def test_an_unknown_client_is_refused_with_the_known_ones(capsys: Captured) -> None:
    assert run("register", "--target", "emacs") == 2
    shown = capsys.readouterr().err
    assert "code: client-unknown" in shown
    assert all(f"`{name}`" in shown for name in CLIENTS)


@pytest.mark.parametrize("scope", ["project", "user"])
@pytest.mark.parametrize("content", [b'{"mcpServers": ', b"\xff\xfe{}", b'{"mcpServers": 3}'])
def test_a_file_that_no_client_would_read_is_refused_untouched(
    scope: Literal["project", "user"], content: bytes, home: Path, project: Path, capsys: Captured
) -> None:
    _, file = places(home, project, scope, CLIENTS["cursor"])
    file.parent.mkdir()
    file.write_bytes(content)
    for verb in ("register", "unregister"):
        code = run(verb, "--target", "cursor", "--scope", scope)
        assert (code, verb) in ((2, "register"), (2, "unregister"), (0, "unregister"))
    assert "code: client-file-unreadable" in capsys.readouterr().err
    assert file.read_bytes() == content


def test_a_file_at_home_keeps_its_mode_and_stays_a_symlink(home: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.json"
    real.write_text("{}\n")
    real.chmod(0o640)
    (home / ".claude.json").symlink_to(real)
    run("register", "--target", "claude-code", "--scope", "user")
    assert (home / ".claude.json").is_symlink()
    assert "fe-skill" in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    run("unregister", "--target", "claude-code", "--scope", "user")
    assert real.read_text() == "{}\n"
    assert [path.name for path in tmp_path.iterdir() if "dotfiles" in path.name] == [real.name]


def test_a_receipt_holds_no_more_of_the_file_than_we_exchanged(home: Path) -> None:
    (home / ".claude.json").write_text('{"token": "s3cret", "mcpServers": {}}')
    run("register", "--target", "claude-code", "--scope", "user")
    (receipt,) = (home / ".local/state/fe-skill/registrations").iterdir()
    assert "s3cret" not in receipt.read_text()
    receipt.write_text("[]")  # lost: what is ours is then told by its name alone
    run("unregister", "--target", "claude-code", "--scope", "user")
    assert json.loads((home / ".claude.json").read_text()) == {"token": "s3cret", "mcpServers": {}}


def test_a_file_at_home_that_changes_under_us_is_left_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    file = home / ".claude.json"
    file.write_text("{}")
    make = tempfile.mkstemp

    def meanwhile(*, dir: Path, prefix: str) -> tuple[int, str]:  # noqa: A002 -- the library's
        if "claude.json" in prefix:
            file.write_text('{"new": 1}')
        return make(dir=dir, prefix=prefix)

    monkeypatch.setattr(tempfile, "mkstemp", meanwhile)
    assert run("register", "--target", "claude-code", "--scope", "user") == 2
    assert "code: stale-file" in capsys.readouterr().err
    assert tree(home) == {".claude.json": b'{"new": 1}'}


def test_a_home_that_has_no_place_for_the_file_is_refused_and_stays_as_it_is(
    home: Path, capsys: Captured
) -> None:
    (home / ".cursor").write_text("a file")
    assert run("register", "--target", "cursor", "--scope", "user") == 2
    assert "code: home-file-failed" in capsys.readouterr().err
    assert tree(home) == {".cursor": b"a file"}


def test_registrations_are_found_in_both_scopes(home: Path, project: Path) -> None:
    call = Call(workspace=project)
    codex = CLIENTS["codex"]
    assert register.registrations(codex, call, home) == ()
    run("register", "--target", "codex")
    run("register", "--target", "codex", "--scope", "user")
    files = (project / ".codex/config.toml", home / ".codex/config.toml")
    assert register.registrations(codex, call, home) == files


def test_modules_of_the_project_never_take_the_place_of_python_s_own(project: Path) -> None:
    for name in ("json", "anyio", "mcp", "fe_skill", "sitecustomize"):
        (project / f"{name}.py").write_text("raise SystemExit('the project was run')\n")
    done = subprocess.run(
        [*command(project)], cwd=project, input="", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("others", [{}, {"other": {"command": "x"}}])
def test_a_list_that_came_with_us_goes_with_us_from_a_file_that_its_client_wrote_anew(
    others: dict[str, object], home: Path, project: Path
) -> None:
    assert project
    file = home / ".claude.json"
    file.write_text('{"theme": "dark"}')
    run("register", "--target", "claude-code", "--scope", "user")
    data = json.loads(file.read_text())
    data["mcpServers"] |= others
    file.write_text(json.dumps({"startups": 2, **data}, indent=4))
    assert run("unregister", "--target", "claude-code", "--scope", "user") == 0
    left = {"mcpServers": others} if others else {}
    assert json.loads(file.read_text()) == {"startups": 2, "theme": "dark", **left}
    assert not list(home.rglob("registrations"))


def test_an_empty_list_that_was_there_before_us_stays(home: Path, project: Path) -> None:
    assert project
    file = home / ".claude.json"
    file.write_text('{"mcpServers": {}}')
    run("register", "--target", "claude-code", "--scope", "user")
    file.write_text(json.dumps(json.loads(file.read_text()), indent=8))
    run("unregister", "--target", "claude-code", "--scope", "user")
    assert json.loads(file.read_text()) == {"mcpServers": {}}
