"""A real process: what a client starts, down to the bytes that it reads."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from mcp import Client, StdioServerParameters

from fe_skill.tools import TOOLS

ROOT = Path(__file__).parents[2]
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}
INITIALIZE = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}
HEAVY = {"libcst", "jinja2", "fastapi"}


def sample_server(*arguments: str) -> StdioServerParameters:
    command = ["-m", "tests.sample_server", *arguments]
    return StdioServerParameters(command=sys.executable, args=command, cwd=ROOT)


def exchange(requests: list[dict[str, Any]], *command: str) -> tuple[list[dict[str, Any]], str]:
    """Every line that the server answers to `requests`, and its standard error."""
    lines = "".join(json.dumps({"jsonrpc": "2.0", **request}) + "\n" for request in requests)
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines)
        process.stdin.flush()
        expected = sum("id" in request for request in requests)
        answers = [process.stdout.readline() for _ in range(expected)]
        rest, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert rest == ""
    return [json.loads(answer) for answer in answers], errors


@pytest.mark.anyio
@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_official_client_lists_and_calls_over_stdio(
    era: Literal["auto", "legacy"], tmp_path: Path
) -> None:
    async with Client(sample_server(str(tmp_path)), mode=era) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        result = await client.call_tool("write-slowly", {"path": "out.txt"})
    assert names == ["greet", "leak", "write-slowly"]
    assert result.structured_content is not None
    assert (tmp_path / "out.txt").exists()


def test_modern_bytes_need_no_handshake_and_a_bug_leaves_stdout_clean() -> None:
    answers, errors = exchange(
        [
            {"id": 1, "method": "server/discover", "params": {"_meta": META}},
            {"id": 2, "method": "tools/list", "params": {"_meta": META}},
            {"id": 3, "method": "tools/call", "params": {"name": "leak", "_meta": META}},
        ],
        "-m",
        "tests.sample_server",
    )
    by_id = {answer["id"]: answer["result"] for answer in answers}
    assert "2026-07-28" in by_id[1]["supportedVersions"]
    assert by_id[2]["ttlMs"] == 3_600_000
    assert by_id[3]["isError"] is True
    assert "Traceback" in errors


def test_legacy_bytes_open_with_initialize() -> None:
    answers, _ = exchange(
        [
            {"id": 1, "method": "initialize", "params": INITIALIZE},
            {"method": "notifications/initialized"},
            {"id": 2, "method": "tools/call", "params": {"name": "nope", "arguments": {}}},
        ],
        "-m",
        "tests.sample_server",
    )
    assert answers[0]["result"]["protocolVersion"] == "2025-06-18"
    assert answers[0]["result"]["serverInfo"]["name"] == "fe-skill"
    assert answers[1]["error"]["code"] == -32602


def test_the_program_lists_every_tool_without_importing_what_is_heavy() -> None:
    """`-X importtime` names each module on standard error as it is imported."""
    answers, errors = exchange(
        [{"id": 1, "method": "tools/list", "params": {"_meta": META}}],
        "-X",
        "importtime",
        "-m",
        "fe_skill",
        "serve",
    )
    imported = {line.rsplit("|", 1)[-1].strip() for line in errors.splitlines()}
    listed = cast("list[dict[str, Any]]", answers[0]["result"]["tools"])
    assert [tool["name"] for tool in listed] == [tool.name for tool in TOOLS]
    assert "mcp.server" in imported
    assert not imported & {*HEAVY, "typer"}


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use can't go there")
def test_serving_from_a_folder_that_is_gone_is_refused_as_every_command_is(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    words = [sys.executable, "-P", "-m", "fe_skill", "serve"]
    script = (
        "import os, subprocess\n"
        f"os.rmdir({str(folder)!r})\n"
        f"raise SystemExit(subprocess.call({words!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "code: no-workspace" in done.stderr


def test_a_root_that_is_no_folder_is_refused_before_serving(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fe_skill", "serve", "--root", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "code: root-missing" in done.stderr
    assert done.stdout == ""


def test_a_client_that_goes_away_ends_its_call_and_the_server_with_nothing_written(
    tmp_path: Path,
) -> None:
    call = {"name": "write-slowly", "arguments": {"path": "out.txt", "steps": 3000}, "_meta": META}
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    discover = json.dumps(
        {"jsonrpc": "2.0", "id": 2, "method": "server/discover", "params": {"_meta": META}}
    )
    with subprocess.Popen(
        [sys.executable, "-m", "tests.sample_server", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{request}\n{discover}\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 2
        process.stdin.close()
        assert process.wait(timeout=20) == 0  # of the 30 s that the call would take
    assert not (tmp_path / "out.txt").exists()
