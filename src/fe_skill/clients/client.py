"""The MCP clients that we know: where each keeps its servers, and in which shape.

Lives here: Client, CLIENTS.
Does not:   an edit to such a file (config.py).
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Entry = dict[str, object]
SERVER = "fe-skill"


@dataclass(frozen=True, kw_only=True)
class Client:
    """One client.

    `project` are the files that it reads in a project's folder, the usual one first, and `user`
    those in `home`; none where it has no such scope. `key` is where the file holds the servers.
    """

    name: str
    title: str
    project: tuple[str, ...]
    user: Callable[[Path], tuple[Path, ...]]
    key: str
    shape: Callable[[Sequence[str]], Entry]
    then: str
    form: Literal["jsonc", "toml"] = "jsonc"

    @property
    def keys(self) -> tuple[str, str]:
        """Where our entry is."""
        return (self.key, SERVER)


def command(root: Path | None = None) -> list[str]:
    """How a client starts this very server.

    `-P` keeps the client's current folder off the module path: it is a project, and a `json.py` in
    it would be run in place of Python's own.
    """
    confined = [] if root is None else ["--root", str(root)]
    return [sys.executable, "-P", "-m", "fe_skill", "serve", *confined]


def _plain(words: Sequence[str]) -> Entry:
    return {"command": words[0], "args": list(words[1:])}


def _typed(words: Sequence[str]) -> Entry:
    return {"type": "stdio", **_plain(words)}


def _zed(words: Sequence[str]) -> Entry:
    return {"source": "custom", **_plain(words)}


def _opencode(words: Sequence[str]) -> Entry:
    return {"type": "local", "command": list(words), "enabled": True}


def _at_home(path: str) -> Callable[[Path], tuple[Path, ...]]:
    return lambda home: (home / path,)


def _claude(home: Path) -> tuple[Path, ...]:
    return (Path(os.environ.get("CLAUDE_CONFIG_DIR") or home) / ".claude.json",)


def _codex(home: Path) -> tuple[Path, ...]:
    return (Path(os.environ.get("CODEX_HOME") or home / ".codex") / "config.toml",)


def _vscode(home: Path) -> tuple[Path, ...]:
    settings = "Library/Application Support" if sys.platform == "darwin" else ".config"
    return (home / settings / "Code/User/mcp.json",)


def _opencode_files(home: Path) -> tuple[Path, ...]:
    return tuple(home / ".config/opencode" / name for name in ("opencode.json", "opencode.jsonc"))


_KNOWN = (
    Client(
        name="claude-code",
        title="Claude Code",
        project=(".mcp.json",),
        user=_claude,
        key="mcpServers",
        shape=_typed,
        then="start `claude` there and approve the server when it asks",
    ),
    Client(
        name="codex",
        title="Codex",
        project=(".codex/config.toml",),
        user=_codex,
        key="mcp_servers",
        shape=_plain,
        form="toml",
        then="start `codex` there; it reads a project's file once the project is trusted",
    ),
    Client(
        name="cursor",
        title="Cursor",
        project=(".cursor/mcp.json",),
        user=_at_home(".cursor/mcp.json"),
        key="mcpServers",
        shape=_plain,
        then="enable the server under Settings, MCP",
    ),
    Client(
        name="vscode",
        title="VS Code",
        project=(".vscode/mcp.json",),
        user=_vscode,
        key="servers",
        shape=_typed,
        then="run `MCP: List Servers` and start it",
    ),
    Client(
        name="gemini",
        title="Gemini CLI",
        project=(".gemini/settings.json",),
        user=_at_home(".gemini/settings.json"),
        key="mcpServers",
        shape=_plain,
        then="start `gemini` there, in a trusted folder; `/mcp` lists the tools",
    ),
    Client(
        name="antigravity",
        title="Antigravity",
        project=(),
        user=_at_home(".gemini/config/mcp_config.json"),
        key="mcpServers",
        shape=_plain,
        then="refresh the servers under Manage MCP Servers",
    ),
    Client(
        name="windsurf",
        title="Windsurf",
        project=(),
        user=_at_home(".codeium/windsurf/mcp_config.json"),
        key="mcpServers",
        shape=_plain,
        then="refresh the servers in Cascade's settings",
    ),
    Client(
        name="zed",
        title="Zed",
        project=(".zed/settings.json",),
        user=_at_home(".config/zed/settings.json"),
        key="context_servers",
        shape=_zed,
        then="the server shows up in the Agent panel's settings",
    ),
    Client(
        name="opencode",
        title="opencode",
        project=("opencode.json", "opencode.jsonc"),
        user=_opencode_files,
        key="mcp",
        shape=_opencode,
        then="start `opencode` there",
    ),
)

CLIENTS = {client.name: client for client in _KNOWN}
