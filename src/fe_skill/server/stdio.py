"""The MCP server on standard input and output.

Lives here: what a client starts. The SDK moves stray output to standard error while it serves,
so that standard output carries JSON-RPC only.
Does not:   the tools over MCP (tool_server.py).
"""

from collections.abc import Sequence
from pathlib import Path

from fe_skill.call import current_folder
from fe_skill.startup import uncollected
from fe_skill.tools.tool import Tool


def serve_stdio(tools: Sequence[Tool], roots: tuple[Path, ...]) -> None:
    """Serve until standard input ends. The first root, or the current folder, is the workspace."""
    with uncollected():
        from fe_skill.server.tool_server import ToolServer  # noqa: PLC0415 -- 0.5 s of imports

        server = ToolServer(tools, workspace=roots[0] if roots else current_folder(), roots=roots)
    server.run("stdio")
