"""The vendors' own clients connect to what `register` wrote.

The lock beside this file pins them and holds no addresses; they are installed once, into `.cache/`.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from fe_skill import __version__, cli
from fe_skill.skill_bundle import bundle_folder
from fe_skill.tools import TOOLS

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
NPM = shutil.which("npm")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (NODE and NPM), reason="the clients need node and npm on the path"),
]


@pytest.fixture(scope="module")
def clients() -> Path:
    """The clients' programs, installed when the lock is newer than what is there."""
    lock = Path(__file__).with_name("package-lock.json")
    folder = ROOT / ".cache/clients"
    ready = folder / "installed"
    if not ready.exists() or ready.stat().st_mtime < lock.stat().st_mtime:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(lock, folder)
        shutil.copy(lock.with_name("package.json"), folder)
        # Claude Code fetches its program in a script of its own, so scripts run.
        install = [str(NPM), "ci", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(install, cwd=folder, check=True, timeout=500)
        ready.touch()
    return folder / "node_modules/.bin"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder, current, with a home of its own beside it."""
    folder = tmp_path / "my project"
    folder.mkdir()
    (tmp_path / "home").mkdir()
    for name in [name for name in os.environ if name.startswith(("CLAUDE", "CODEX", "GEMINI"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


def register(verb: str, *words: str) -> None:
    assert cli.run(TOOLS, [verb, *words]) == 0


def said_by(*words: object) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_claude_code_connects_to_a_user_s_registration(clients: Path, project: Path) -> None:
    register("register", "--target", "claude-code", "--scope", "user")
    assert "Connected" in said_by(clients / "claude", "mcp", "get", "fe-skill")
    register("unregister", "--target", "claude-code", "--scope", "user")
    assert "fe-skill" not in (project.parent / "home/.claude.json").read_text()


def test_claude_code_reads_a_project_s_registration_and_asks_the_user(
    clients: Path, project: Path
) -> None:
    register("register", "--target", "claude-code")
    shown = said_by(clients / "claude", "mcp", "get", "fe-skill")
    assert "Pending approval" in shown
    assert f"serve --root {project}" in shown


def test_claude_code_takes_the_skill_and_the_server_as_a_plugin(
    clients: Path, project: Path
) -> None:
    skill = bundle_folder()
    shutil.copytree(skill, project / "skills" / skill.name)
    shutil.copy(skill / "assets/mcp.json", project / ".mcp.json")
    shutil.copy(ROOT / "README.md", project)
    (project / ".claude-plugin").mkdir()
    manifest = {"name": "fe-skill", "version": __version__, "description": "FastAPI backends"}
    (project / ".claude-plugin/plugin.json").write_text(json.dumps(manifest))
    assert "Validation passed" in said_by(clients / "claude", "plugin", "validate", project)


def test_gemini_cli_connects_to_a_project_s_registration(clients: Path, project: Path) -> None:
    register("register", "--target", "gemini")
    trusted = project.parent / "home/.gemini/trustedFolders.json"
    trusted.parent.mkdir()
    trusted.write_text(json.dumps({str(project): "TRUST_FOLDER"}))
    assert "Connected" in said_by(clients / "gemini", "mcp", "list")
    register("unregister", "--target", "gemini")
    assert "fe-skill" not in said_by(clients / "gemini", "mcp", "list")


@pytest.mark.usefixtures("project")
def test_codex_connects_to_a_user_s_registration_and_lists_every_tool(clients: Path) -> None:
    register("register", "--target", "codex", "--scope", "user")
    assert "enabled: true" in said_by(clients / "codex", "mcp", "get", "fe-skill")
    (server,) = _codex_servers(clients / "codex")
    assert server["name"] == "fe-skill"
    assert set(server["tools"]) == {tool.name for tool in TOOLS}


def _codex_servers(codex: Path) -> list[dict[str, Any]]:
    client = {"clientInfo": {"name": "test", "version": "1"}}
    with subprocess.Popen(
        [str(codex), "app-server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        answer: dict[str, Any] = {}
        for number, method in enumerate(("initialize", "mcpServerStatus/list")):
            params = {} if number else client
            request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            while answer.get("id") != number:
                answer = json.loads(server.stdout.readline())
        server.stdin.close()
        server.wait(timeout=20)
    return cast("list[dict[str, Any]]", answer["result"]["data"])
