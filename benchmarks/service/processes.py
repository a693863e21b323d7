"""Services started for a measurement, on the loopback address, ended by their own process.

Lives here: free_port, started, ready.
"""

import asyncio
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WAITED = 600


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def service(folder: Path, port: int, workers: int = 1) -> list[str]:
    """The command that serves `folder`."""
    words = ["serve", "--http", "--port", str(port), "--root", str(folder)]
    return [sys.executable, "-P", "-m", "fe_skill", *words, "--workers", str(workers)]


@contextmanager
def started(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process of `command`, ended at the end."""
    with log.open("ab") as errors, subprocess.Popen(command, stderr=errors) as process:
        try:
            yield process
        finally:
            process.terminate()


async def ready(port: int) -> None:
    """Wait until the service answers.

    Raises:
        SystemExit: it never does.
    """
    for _ in range(WAITED):
        if await asyncio.to_thread(_answers, port):
            return
        await asyncio.sleep(0.1)
    raise SystemExit(f"the service on port {port} does not answer")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 -- the status is its name
    except OSError:
        return False
