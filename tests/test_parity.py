"""One tool, two shells, the same answer."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from mcp import Client

from fe_skill import cli
from fe_skill.cli_options import words
from fe_skill.contracts import steady
from fe_skill.server.tool_server import ToolServer
from fe_skill.tools import TOOLS
from fe_skill.tools.tool import Tool
from tests.sample_tools import GREET, WRITE


@pytest.mark.anyio
@pytest.mark.parametrize("tools", [TOOLS, (GREET, WRITE)], ids=["ours", "samples"])
async def test_command_prints_exactly_what_the_server_structures(
    tools: Sequence[Tool],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_command, by_server = tmp_path / "command", tmp_path / "server"
    by_command.mkdir()
    by_server.mkdir()
    monkeypatch.chdir(by_command)
    async with Client(ToolServer(tools, workspace=by_server)) as client:
        for tool in tools:
            assert cli.run(tools, [*words(tool, tool.example), "--json"]) == 0
            printed = json.loads(capsys.readouterr().out)
            result = await client.call_tool(tool.name, dict(tool.example))
            assert not result.is_error
            assert steady(printed) == steady(result.structured_content)
