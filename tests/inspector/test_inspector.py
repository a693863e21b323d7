"""The MCP inspector's command-line mode: what a developer looks at our tools with.

The lock beside this file pins it and holds no addresses; it is installed once, into `.cache/`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fe_skill.tools import TOOLS

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")
NPM = shutil.which("npm")
ERAS = pytest.mark.parametrize("era", ["legacy", "modern"])
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (NODE and NPM), reason="the inspector needs node and npm on the path"),
]


@pytest.fixture(scope="module")
def inspector() -> Path:
    """The inspector's program, installed when the lock is newer than what is there."""
    lock = Path(__file__).with_name("package-lock.json")
    folder = ROOT / ".cache/inspector"
    program = folder / "node_modules/@modelcontextprotocol/inspector/package.json"
    if not program.exists() or program.stat().st_mtime < lock.stat().st_mtime:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(lock, folder)
        shutil.copy(lock.with_name("package.json"), folder)
        install = [str(NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
        subprocess.run(install, cwd=folder, check=True, timeout=300)
        program.touch()
    return folder / "node_modules/.bin/mcp-inspector"


def inspect(inspector: Path, workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    server = [sys.executable, "-m", "fe_skill", "serve", "--root", str(workspace)]
    return subprocess.run(
        [str(NODE), str(inspector), "--cli", *server, *words, "--format", "json"],
        cwd=workspace,
        env={**os.environ, "MCP_CATALOG_PATH": str(workspace / "catalog.json")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@ERAS
def test_inspector_lists_every_tool_and_its_strict_schema_rules_find_nothing(
    era: str, inspector: Path, tmp_path: Path
) -> None:
    done = inspect(inspector, tmp_path, "--method", "tools/list", "--strict", "--protocol-era", era)
    assert done.returncode == 0, done.stderr
    listed: list[dict[str, Any]] = json.loads(done.stdout)["result"]["tools"]
    assert [tool["name"] for tool in listed] == [tool.name for tool in TOOLS]


@ERAS
def test_inspector_carries_out_every_example(era: str, inspector: Path, tmp_path: Path) -> None:
    for tool in TOOLS:
        arguments = json.dumps(dict(tool.example))
        call = ["--method", "tools/call", "--tool-name", tool.name, "--tool-args-json", arguments]
        done = inspect(inspector, tmp_path, *call, "--protocol-era", era)
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["result"]["isError"] is False


def test_inspector_shows_a_refusal_as_a_tool_error(inspector: Path, tmp_path: Path) -> None:
    call = ["--method", "tools/call", "--tool-name", TOOLS[0].name]
    done = inspect(inspector, tmp_path, *call, "--tool-args-json", '{"no_such_argument": 1}')
    assert done.returncode == 5
    assert "code: arguments-invalid" in done.stdout + done.stderr


def test_inspector_verifies_every_digest_of_the_served_skill(
    inspector: Path, tmp_path: Path
) -> None:
    verify = ["--method", "skills/list", "--verify", "--require-digests"]
    done = inspect(inspector, tmp_path, *verify, "--protocol-era", "modern")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "skill://fastapi-enterprise/SKILL.md" in done.stdout


@ERAS
def test_inspector_reads_a_procedure(era: str, inspector: Path, tmp_path: Path) -> None:
    uri = "fe-skill://topics/procedure-2"
    read = ["--method", "resources/read", "--uri", uri, "--protocol-era", era]
    done = inspect(inspector, tmp_path, *read)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "selectinload" in done.stdout


def test_our_own_command_starts_the_inspector(inspector: Path, tmp_path: Path) -> None:
    words = ["inspect", "--project", str(tmp_path), "--", "--method", "tools/list"]
    path = os.pathsep.join([str(inspector.parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "fe_skill", *words, "--format", "json"],
        env={**os.environ, "PATH": path, "MCP_CATALOG_PATH": str(tmp_path / "catalog.json")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(json.loads(done.stdout)["result"]["tools"]) == len(TOOLS)
