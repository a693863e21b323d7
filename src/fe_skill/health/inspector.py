"""The MCP inspector, started on this server.

Lives here: inspector_command.
Does not:   the inspector itself: it is a program of its own, which the user installs.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from fe_skill.clients.client import command
from fe_skill.problem import Problem, Refused

_PROGRAM = "mcp-inspector"
_PACKAGE = "@modelcontextprotocol/inspector"


def inspector_command(root: Path, words: Sequence[str]) -> list[str]:
    """How the inspector is started on a server confined to `root`.

    With `words`, options of its own, it runs as a command and ends; without, it opens in a browser.

    Raises:
        Refused: `inspector-missing`.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise Refused(
            Problem(
                code="inspector-missing",
                what=f"`{_PROGRAM}` isn't on the path",
                why="the inspector is a program for Node.js 22.19 or newer, apart from fe-skill",
                mend=f"`npm install --global {_PACKAGE}`, then call again",
            )
        )
    return [program, *(["--cli"] if words else []), *command(root), *words]
