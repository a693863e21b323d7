"""Starts the server as a client would and waits for its first reply.

Lives here: handshake.
Does not:   the server (server/).
"""

import json
import subprocess
import time
from pathlib import Path
from typing import Final

from fe_skill.clients.client import command
from fe_skill.health.sign import Sign

# One client gives up its first question after three seconds, and goes on with a slower one.
_PATIENT: Final = 3.0
_LIMIT: Final = 30.0
_QUESTION: Final = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "fe-skill-doctor", "version": "1"},
    },
}


def handshake(workspace: Path) -> Sign:
    """Whether the server starts in `workspace`, and how soon it answers."""
    started = time.monotonic()
    try:
        done = subprocess.run(  # noqa: S603 -- ourselves
            command(workspace),
            cwd=workspace,
            input=json.dumps(_QUESTION) + "\n",
            capture_output=True,
            text=True,
            timeout=_LIMIT,
            check=False,
        )
        name = json.loads(done.stdout.partition("\n")[0])["result"]["serverInfo"]["name"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        return Sign(
            name="server",
            state="broken",
            detail=f"it gave no first reply ({type(error).__name__})",
            mend="run `fe-skill serve < /dev/null` and read what it writes",
        )
    return _timed(name, time.monotonic() - started)


def _timed(name: str, seconds: float) -> Sign:
    detail = f"`{name}` starts, answers and ends in {seconds:.1f} s"
    if seconds < _PATIENT:
        return Sign(name="server", state="ok", detail=detail)
    return Sign(
        name="server",
        state="absent",
        detail=f"{detail}, and some clients wait {_PATIENT:.0f} s only",
        mend="look at what else this machine does; the second start is faster than the first",
    )
