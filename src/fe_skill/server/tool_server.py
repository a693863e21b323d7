"""The tools over MCP: listed as their contracts say, carried out in a worker thread.

Lives here: ToolServer: listing, calling, progress, cancellation, the shape of an outcome.
Does not:   a transport (stdio.py), or what an argument may be (tools/arguments.py).

The SDK would register a function: pretty-printed JSON as the text, titles in the schemas, unknown
arguments dropped, pydantic's own error text. So the list and the call are answered here.
"""

import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.from_thread
import anyio.lowlevel
import anyio.to_thread
from anyio import CapacityLimiter
from mcp import MCPError
from mcp.server import CacheHint, MCPServer
from mcp.server.mcpserver import Context
from mcp.server.stdio import stdio_server
from mcp.types import INVALID_PARAMS, CallToolResult, GetPromptResult, Prompt, TextContent
from mcp.types import Tool as ListedTool

from fe_skill import __version__
from fe_skill.call import Call, silent
from fe_skill.contracts import definition
from fe_skill.problem import Bug, FeSkillError
from fe_skill.server.guidance import (
    explained_fault,
    explained_rule,
    filled,
    listed,
    pages,
    workflows,
)
from fe_skill.server.lanes import Lanes
from fe_skill.server.served_skill import ServedSkill
from fe_skill.server.unreadable import Readable
from fe_skill.tools.answer import answer
from fe_skill.tools.tool import Reply, Tool

INSTRUCTIONS = (
    "Tools that build and check FastAPI + SQLAlchemy backends and prove what they did. Prefer them "
    "to writing the same files by hand: one call replaces thousands of tokens of boilerplate. "
    "The procedures and the skill that goes with these tools are among the resources. "
    "Paths are absolute, or relative to the workspace. A tool that writes takes `dry_run` to show "
    "the change first, never replaces a file of the user's, and lists in `checks` what was "
    "proven; a failed check means that nothing was written. `verify=static` executes nothing of "
    "the project, `run` also starts, migrates and tests a copy of it in its own environment. A "
    "refused call says in `mend` what to call or change next."
)

_BETWEEN_REPORTS = 0.1

# What is listed is fixed for the life of the process, and the same for everybody.
_FIXED = CacheHint(ttl_ms=3_600_000, scope="public")
_LISTS: Final = (
    "server/discover",
    "tools/list",
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "prompts/list",
)


class ToolServer(MCPServer[Any]):
    """An MCP server of `tools`, working in `workspace` and, where given, inside `roots` only."""

    def __init__(
        self, tools: Sequence[Tool], *, workspace: Path, roots: tuple[Path, ...] = ()
    ) -> None:
        super().__init__(
            "fe-skill",
            title="fe-skill",
            instructions=INSTRUCTIONS,
            version=__version__,
            log_level="WARNING",
            cache_hints=dict.fromkeys(_LISTS, _FIXED),
            subscriptions=False,
            resources=pages(tools),
            extensions=[ServedSkill()],
        )
        # One template, not a resource each: the rules are imported when one is asked for.
        self.resource(
            "fe-skill://rules/{rule}",
            name="rule",
            title="A rule of validate-project",
            description="What it flags, why, how to mend it; with examples. By code or name.",
            mime_type="text/markdown",
        )(explained_rule)
        self.resource(
            "fe-skill://faults/{fault}",
            name="fault",
            title="A fault that diagnose-error knows",
            description="What it is, how it is told from others, what it looks like. By name.",
            mime_type="text/markdown",
        )(explained_fault)
        self._workflows = workflows(tools)
        self._by_name = {tool.name: tool for tool in tools}
        self._workspace = workspace
        self._roots = roots
        self._lanes = Lanes()

    async def list_tools(self) -> list[ListedTool]:
        """Every tool, always in the same order."""
        return self._listed

    @cached_property
    def _listed(self) -> list[ListedTool]:
        """Made when it is asked for: the first reply doesn't wait for a tenth of a second."""
        return [ListedTool.model_validate(definition(tool)) for tool in self._by_name.values()]

    async def list_prompts(self) -> list[Prompt]:
        """The workflows whose tools are all there."""
        return [listed(workflow) for workflow in self._workflows.values()]

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[Any, Any] | None = None,  # noqa: ARG002 -- the SDK's signature
    ) -> GetPromptResult:
        """A workflow with its blanks filled.

        Raises:
            MCPError: no such workflow, or its arguments are wrong.
        """
        return filled(self._workflows, name, arguments or {})

    async def run_stdio_async(self) -> None:
        """Serve on standard input and output; a line that is no message is answered too."""
        server = self._lowlevel_server
        async with stdio_server() as (incoming, outgoing):
            options = server.create_initialization_options()
            await server.run(Readable(incoming, outgoing), outgoing, options)

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult:
        """The outcome of a call, good or bad.

        Raises:
            MCPError: no tool has this name.
        """
        if name not in self._by_name:
            known = ", ".join(f"`{known}`" for known in self._by_name)
            raise MCPError(INVALID_PARAMS, f"unknown tool {name!a}; the tools are {known}")
        if context is None:
            return await self.carry_out(self._by_name[name], arguments, {})
        headers = context.headers or {}
        progress = _Progress(context)
        return await self.carry_out(self._by_name[name], arguments, headers, progress)

    async def carry_out(
        self,
        tool: Tool,
        arguments: Mapping[str, object],
        headers: Mapping[str, str],  # noqa: ARG002 -- for the service, which asks for rights
        progress: Callable[[int, int, str], None] = silent,
    ) -> CallToolResult:
        """The outcome of `tool`, which works in a thread of its own."""
        call = Call(workspace=self._workspace, roots=self._roots, progress=progress)
        lane = self._lanes.of(tool, arguments)
        return await _in_thread(partial(_outcome, tool, arguments, call), call.cancel, lane)


async def _in_thread(
    work: partial[CallToolResult], cancelled: threading.Event, lane: CapacityLimiter
) -> CallToolResult:
    """The result of `work`, which is told of a cancellation and then waited for.

    A thread can't be interrupted: it is not left behind, it stops by itself at its next step.
    """
    async with anyio.create_task_group() as group:
        group.start_soon(_set_when_cancelled, cancelled)
        result = await anyio.to_thread.run_sync(work, limiter=lane)
        group.cancel_scope.cancel()
    await anyio.lowlevel.checkpoint_if_cancelled()
    return result


async def _set_when_cancelled(event: threading.Event) -> None:
    try:
        await anyio.sleep_forever()
    finally:
        event.set()


class _Progress:
    """Passes progress on, at most ten times a second: each report waits for the event loop."""

    def __init__(self, context: Context[Any, Any]) -> None:
        self._context = context
        self._reported = 0.0

    def __call__(self, done: int, total: int, message: str) -> None:
        if time.monotonic() - self._reported >= _BETWEEN_REPORTS:
            anyio.from_thread.run(self._context.report_progress, done, total, message)
            self._reported = time.monotonic()


def _outcome(tool: Tool, arguments: Mapping[str, object], call: Call) -> CallToolResult:
    """What the client gets; the traceback of a bug goes to standard error and nowhere else."""
    try:
        return _answer(answer(tool, arguments, call))
    except FeSkillError as error:
        if isinstance(error, Bug):
            traceback.print_exception(error.__cause__, file=sys.stderr)
        return refused(error)
    finally:
        _get_ready()


def _get_ready() -> None:
    """While the client looks at the reply: what the next edit of a project will be read with."""
    reading = sys.modules.get("fe_skill.tools.described")
    if reading is not None:  # else this tool read no project, nor did one before
        reading.KEEPER.get_ready()


def refused(error: FeSkillError) -> CallToolResult:
    """A refusal as the client gets it: the problem as text and as structure."""
    return CallToolResult(
        content=[TextContent(text=error.problem.text())],
        structured_content={"problem": asdict(error.problem)},
        is_error=True,
    )


def _answer(reply: Reply) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(text=reply.text())],
        structured_content=reply.model_dump(mode="json"),
    )
