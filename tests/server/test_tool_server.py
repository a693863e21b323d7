"""The sample tools over MCP in memory, in both eras of the protocol."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, cast

import anyio
import pytest
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS, CallToolResult, TextContent, ToolAnnotations

from fe_skill.call import Call
from fe_skill.server.tool_server import INSTRUCTIONS, ToolServer
from fe_skill.tools.tool import Tool
from tests.sample_tools import SAMPLES, SECRET, WRITE, Greeting

pytestmark = pytest.mark.anyio
ERAS = pytest.mark.parametrize("era", ["auto", "legacy"])
Era = Literal["auto", "legacy"]


def server_in(folder: Path, *roots: Path, tools: tuple[Tool, ...] = SAMPLES) -> ToolServer:
    return ToolServer(tools, workspace=folder, roots=roots)


async def call(era: Era, folder: Path, tool: str, **arguments: object) -> CallToolResult:
    async with Client(server_in(folder), mode=era) as client:
        return await client.call_tool(tool, arguments)


def text(result: CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


def problem(result: CallToolResult) -> dict[str, Any]:
    assert result.is_error
    assert result.structured_content is not None
    return cast("dict[str, Any]", result.structured_content["problem"])


@ERAS
async def test_tools_are_listed_in_order_with_titles_schemas_and_hints(
    era: Era, tmp_path: Path
) -> None:
    async with Client(server_in(tmp_path), mode=era) as client:
        greet, leak, write = (await client.list_tools()).tools
    assert (greet.name, leak.name, write.name) == ("greet", "leak", "write-slowly")
    assert greet.title == "Greet somebody"
    assert greet.input_schema["additionalProperties"] is False
    assert greet.output_schema is not None
    assert leak.annotations == ToolAnnotations(read_only_hint=True, open_world_hint=False)
    assert write.annotations == ToolAnnotations(
        destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )


@ERAS
async def test_reply_is_text_for_the_model_and_structure_for_programs(
    era: Era, tmp_path: Path
) -> None:
    result = await call(era, tmp_path, "greet", name="Ada", times="2", guests=["Bob"])
    assert text(result) == "greeted Ada"
    assert result.structured_content is not None
    assert result.structured_content["lines"] == ["Dear Ada, Bob"] * 2
    assert not result.is_error


@ERAS
async def test_refusal_is_an_error_with_the_problem_as_text_and_structure(
    era: Era, tmp_path: Path
) -> None:
    result = await call(era, tmp_path, "greet", name="Voldemort")
    assert text(result).startswith("error: nobody says this name            code: name-unspeakable")
    assert problem(result) == {
        "code": "name-unspeakable",
        "what": "nobody says this name",
        "why": "it is a rule of the house",
        "mend": "say `you know who`",
        "path": "names.txt",
        "line": 7,
    }


@ERAS
async def test_wrong_arguments_are_refused_in_the_same_shape(era: Era, tmp_path: Path) -> None:
    result = await call(era, tmp_path, "greet", nme="Ada")
    assert problem(result)["what"] == (
        "name: is required; nme: is not an argument, the nearest is `name`"
    )


@ERAS
async def test_bug_reaches_the_client_without_its_text_and_standard_error_with_it(
    era: Era, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = await call(era, tmp_path, "leak")
    assert problem(result)["code"] == "internal-error"
    assert SECRET not in result.model_dump_json()
    assert "Traceback" not in result.model_dump_json()
    captured = capsys.readouterr()
    assert SECRET in captured.err
    assert "sample_tools.py" in captured.err
    assert captured.out == ""


@ERAS
async def test_unknown_tool_is_a_protocol_error(era: Era, tmp_path: Path) -> None:
    async with Client(server_in(tmp_path), mode=era) as client:
        with pytest.raises(MCPError) as raised:
            await client.call_tool("gret", {})
    assert raised.value.code == INVALID_PARAMS
    assert "`greet`" in raised.value.message


@ERAS
async def test_progress_arrives_in_order_while_the_tool_works(era: Era, tmp_path: Path) -> None:
    seen: list[tuple[float, float | None, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total, message))

    async with Client(server_in(tmp_path), mode=era) as client:
        arguments = {"path": "out.txt", "steps": 40}
        await client.call_tool("write-slowly", arguments, progress_callback=note)
    assert seen[0] == (0, 40, "step 0")
    assert all(message == f"step {done:.0f}" for done, _, message in seen)
    # Ten a second at most, and in order: a fast tool isn't slowed by telling of every step.
    assert 1 < len(seen) < 40
    assert seen == sorted(seen)
    assert (tmp_path / "out.txt").read_text() == "written"


@ERAS
async def test_cancelled_call_ends_and_writes_nothing(era: Era, tmp_path: Path) -> None:
    under_way = anyio.Event()
    arguments = {"path": "out.txt", "steps": 200}

    async def note(progress: float, total: float | None, message: str | None) -> None:
        assert (progress, total, message) == (0, 200, "step 0") or under_way.is_set()
        under_way.set()

    async with Client(server_in(tmp_path), mode=era) as client:
        async with anyio.create_task_group() as group:

            async def work() -> None:
                await client.call_tool("write-slowly", arguments, progress_callback=note)

            group.start_soon(work)
            with anyio.fail_after(1):
                await under_way.wait()
            group.cancel_scope.cancel()
        with anyio.fail_after(1):  # of the 2 s that the whole call would take
            await client.call_tool("greet", {"name": "Ada"})
        await anyio.sleep(0.1)
    assert not (tmp_path / "out.txt").exists()


async def test_tool_sees_the_cancellation_at_its_next_step(tmp_path: Path) -> None:
    ended: list[str] = []

    def endless(call: Call) -> Greeting:
        try:
            while True:
                call.step(0, 1, "still at it")
        finally:
            ended.append("ended")

    tools = (replace(WRITE, name="endless", run=endless),)
    async with Client(server_in(tmp_path, tools=tools)) as client:
        with anyio.move_on_after(0.1) as scope:
            await client.call_tool("endless", {})
    assert scope.cancelled_caught
    assert ended == ["ended"]


@ERAS
async def test_path_outside_the_roots_is_refused(era: Era, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    async with Client(server_in(inside, inside), mode=era) as client:
        result = await client.call_tool("write-slowly", {"path": "../out.txt"})
    assert problem(result)["code"] == "path-outside-roots"
    assert not (tmp_path / "out.txt").exists()


async def test_instructions_fit_what_clients_keep() -> None:
    assert len(INSTRUCTIONS.encode()) < 2048
