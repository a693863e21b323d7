"""The HTTP service as a process of its own, on a free port of the loopback address."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2


@contextmanager
def served(
    folder: Path, *words: str, **variables: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "fe_skill", "serve", "--http", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--root", str(folder), *words],
        env={**os.environ, **variables},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            assert ready(base)
            yield process, base
        finally:
            process.kill()


def ready(base: str) -> bool:
    for _ in range(100):
        try:
            return httpx2.get(f"{base}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            time.sleep(0.2)
    return False
