"""Runs a program of a project, held short: time, memory, output, and nothing of ours to see.

Lives here: run, Ended, the environment of a child.
Does not:   which program is run, or what its end means (run).
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fe_skill.call import Call

_PAUSE = 0.02
_OUTPUT_BYTES = 8 << 20
_TAIL_LINES = 15
_TAIL_WIDTH = 240

# The limits are set by a Python of ours, in the child, before the program takes its place: a
# function between fork and exec isn't safe in a server with threads.
_LAUNCH = """
import os, resource, sys
seconds, memory, size = map(int, sys.argv[1:4])
for kind, most in (
    (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory),
    (resource.RLIMIT_FSIZE, size), (resource.RLIMIT_CORE, 0),
):
    resource.setrlimit(kind, (most, most))
os.execv(sys.argv[4], sys.argv[4:])
"""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a child may take. Memory is that of each of its processes."""

    seconds: float = 120
    memory: int = 4 << 30
    file_size: int = 1 << 30


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a child ended, and the end of what it printed."""

    how: Literal["ended", "out of time"]
    code: int
    output: str

    def tail(self) -> str:
        """The last lines that say something."""
        lines = [line.rstrip()[:_TAIL_WIDTH] for line in self.output.splitlines() if line.strip()]
        return "\n".join(lines[-_TAIL_LINES:])


def run(
    words: Sequence[str], *, folder: Path, env: Mapping[str, str], limits: Limits, call: Call
) -> Ended:
    """Run `words` in `folder`; all of its processes are gone when this returns.

    Raises:
        Cancelled: the caller took the call back.
    """
    bounds = (limits.seconds + 1, limits.memory, limits.file_size)
    launch = [sys.executable, "-ISc", _LAUNCH, *(str(int(bound)) for bound in bounds), *words]
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(  # noqa: S603 -- the caller asked for it with verify="run"
            launch,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            in_time = _wait(child, limits.seconds, call)
        finally:
            _end(child)
        output.seek(max(0, output.seek(0, os.SEEK_END) - _OUTPUT_BYTES))
        text = output.read().decode(errors="replace")
    return Ended(how="ended" if in_time else "out of time", code=child.returncode, output=text)


def environment(scratch: Path, interpreter: Path, more: Mapping[str, str]) -> dict[str, str]:
    """All that a child knows: nothing of our own environment but where programs are."""
    places = (str(interpreter.parent), "/usr/local/bin", "/usr/bin", "/bin")
    return {
        "PATH": os.pathsep.join(places),
        "HOME": str(scratch / "home"),
        "TMPDIR": str(scratch / "tmp"),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
        **more,
    }


def _wait(child: subprocess.Popen[bytes], seconds: float, call: Call) -> bool:
    deadline = time.monotonic() + seconds
    while child.poll() is None:
        if call.cancel.is_set():
            call.step(0, 1, "stopping")
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the whole group: also what the program left running behind itself."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
