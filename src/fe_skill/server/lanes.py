"""How many calls work at once in one process; the others wait their turn.

Threads of one Python process share one core: forty that plan at the same time finish later, all of
them, than four after each other, and the event loop starves beside them. So each kind of call has a
lane of its own, and a short one never queues behind a long one.

Lives here: Lanes.
Does not:   more processes (serving.py), or the thread itself (tool_server.py).
"""

from collections.abc import Mapping
from typing import Final

from anyio import CapacityLimiter

from fe_skill.tools.tool import Tool

# Two threads hide the waiting for disks, more only share a core: docs/service.md has the figures.
_WIDTH: Final = 2
# A proof that runs the project waits for other processes, and for a minute at a time.
_RUNNING_WIDTH: Final = 4


class Lanes:
    """A limiter for calls that read, one for those that write, one for those that run a project."""

    def __init__(self) -> None:
        self._reading = CapacityLimiter(_WIDTH)
        self._writing = CapacityLimiter(_WIDTH)
        self._running = CapacityLimiter(_RUNNING_WIDTH)

    def of(self, tool: Tool, arguments: Mapping[str, object]) -> CapacityLimiter:
        """Where a call of `tool` queues."""
        if arguments.get("verify") == "run":
            return self._running
        return self._reading if tool.hints.read_only else self._writing
