"""`fe-skill doctor`: what it says of a good environment and of bad ones."""

import json
import sys
from pathlib import Path

import pytest

from fe_skill import cli
from fe_skill.health import doctor, handshake
from fe_skill.tools import TOOLS

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_STATE_HOME", "CODEX_HOME", "CLAUDE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def program(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!{sys.executable}\nprint({says!r})\n")
    (folder / name).chmod(0o755)


def signs(capsys: Captured, *words: str) -> tuple[int, dict[str, dict[str, str]]]:
    code = cli.run(TOOLS, ["doctor", "--json", *words])
    return code, {sign["name"]: sign for sign in json.loads(capsys.readouterr().out)}


def test_a_good_environment_is_told_with_versions_and_ends_with_zero(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert home
    program(tmp_path / "bin", "git", "git version 2.47.1")
    program(tmp_path / "bin", "node", "v22.23.3")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    # How busy this machine is, is not what is tested.
    monkeypatch.setattr("fe_skill.health.handshake._PATIENT", 60.0)
    code, said = signs(capsys, "--project", str(tmp_path))
    assert code == 0
    assert said["server"]["state"] == "ok"
    assert said["server"]["detail"].startswith("`fe-skill` starts, answers and ends in")
    assert said["python"]["detail"].endswith(sys.executable)
    assert said["git"]["detail"] == f"2.47.1 at {tmp_path / 'bin/git'}"
    assert said["node"]["state"] == "ok"
    assert said["psql"]["state"] == "absent"
    assert all(sign["mend"] for sign in said.values() if sign["state"] != "ok")


def test_an_old_node_is_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert home
    program(tmp_path / "bin", "node", "v20.20.2")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert signs(capsys)[1]["node"]["state"] == "absent"


def test_a_registration_that_starts_nothing_is_broken_and_the_command_ends_with_one(
    home: Path, tmp_path: Path, capsys: Captured
) -> None:
    gone = {"mcpServers": {"fe-skill": {"command": "/gone/python", "args": []}}}
    (home / ".cursor").mkdir()
    (home / ".cursor/mcp.json").write_text(json.dumps(gone))
    (home / ".gemini").mkdir()
    (home / ".gemini/settings.json").write_text("{broken")  # its client's business, not ours
    cli.run(TOOLS, ["register", "--target", "codex", "--scope", "user"])
    cli.run(TOOLS, ["register", "--target", "opencode", "--project", str(tmp_path)])
    capsys.readouterr()
    code, said = signs(capsys, "--project", str(tmp_path))
    assert code == 1
    assert said["registered with Cursor"]["state"] == "broken"
    assert "--target cursor" in said["registered with Cursor"]["mend"]
    assert said["registered with Codex"]["detail"].endswith("starts this interpreter")
    assert said["registered with opencode"]["state"] == "ok"
    assert "registered with Gemini CLI" not in said


def test_a_server_that_does_not_start_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshake, "command", lambda _root: [sys.executable, "-c", "print('hi')"])
    sign = handshake.handshake(tmp_path)
    assert (sign.state, sign.detail) == ("broken", "it gave no first reply (JSONDecodeError)")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_NEEDED", ("pydantic", "no-such-package-of-ours"))
    (missing, found) = doctor._packages()  # noqa: SLF001 -- nothing else can be uninstalled here
    assert (missing.name, missing.state) == ("no-such-package-of-ours", "broken")
    assert "pydantic" in found.detail


def test_text_ends_with_the_conclusion(home: Path, capsys: Captured) -> None:
    assert cli.run(TOOLS, ["doctor", "--project", str(home)]) == 0
    assert capsys.readouterr().out.endswith("all that is needed works\n")
