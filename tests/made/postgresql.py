"""A PostgreSQL server of one's own for a test."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The URL of a database on a new server, on loopback and a free port.

    The server refuses to run as root, so root lends it to the user `postgres`, whom packages make.
    """
    tools = _tools()
    with TemporaryDirectory(prefix="postgresql-") as folder:
        data = Path(folder)
        as_user: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(data, "postgres")
            as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        with _running(tools, data, as_user) as port:
            yield f"postgresql+asyncpg://app@127.0.0.1:{port}/postgres"


@contextmanager
def _running(tools: Path, data: Path, as_user: list[str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    control = [*as_user, str(tools / "pg_ctl"), "--pgdata", str(data), "--wait", "--silent"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off"
    _run([*as_user, str(tools / "initdb"), "-D", str(data), "-U", "app", "-A", "trust"])
    _run([*control, "--log", str(data / "log"), "--options", options, "start"])
    try:
        yield port
    finally:
        _run([*control, "--mode", "immediate", "stop"])


def _tools() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    if on_path:
        found.append(Path(on_path))
    if not found:
        pytest.skip("PostgreSQL isn't installed: the package `postgresql` has it")
    return found[-1].parent


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60)
