"""Looks at all that fe-skill, its projects and its clients need.

Lives here: examine, and each look.
Does not:   mending anything.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from fe_skill import __version__
from fe_skill.call import Call
from fe_skill.clients.client import CLIENTS, Client
from fe_skill.clients.config import entry_of
from fe_skill.clients.home_file import read
from fe_skill.clients.register import registrations
from fe_skill.data import data_folder
from fe_skill.health.handshake import handshake
from fe_skill.health.sign import Sign

_PYTHON: Final = (3, 11)
_INSPECTOR_NODE: Final = 22
_NEEDED: Final = ("anyio", "fastapi", "jinja2", "libcst", "mcp", "pydantic", "typer")
# Program, what it is for, how to get it.
_PROGRAMS: Final = (
    ("git", "version control of what is made here", "install git"),
    ("uv", "faster environments for made projects", "`pip install uv`; `venv` and `pip` do too"),
    ("docker", "the image and the compose file of a made project", "install Docker or Podman"),
    ("node", "the MCP inspector (22.19 or newer)", "install Node.js 22 or newer"),
    (
        "psql",
        "a PostgreSQL of your own for `database: postgresql`; SQLite needs nothing",
        "install PostgreSQL, or `docker compose up` in the made project",
    ),
)


def examine(call: Call, home: Path) -> Iterator[Sign]:
    """Every look, in the order in which things are needed."""
    yield _python()
    yield from _packages()
    yield _data()
    yield handshake(call.workspace)
    for program, purpose, how in _PROGRAMS:
        yield _program(program, purpose, how)
    for client in CLIENTS.values():
        yield from _registrations(client, call, home)


def _python() -> Sign:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= _PYTHON:
        return Sign(name="python", state="ok", detail=f"{found} at {sys.executable}")
    mend = "install fe-skill with Python 3.11 or newer"
    return Sign(name="python", state="broken", detail=f"{found} is too old", mend=mend)


def _packages() -> Iterator[Sign]:
    found: dict[str, str] = {}
    for name in _NEEDED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            mend = f"install fe-skill again: {sys.executable} -m pip install fe-skill"
            yield Sign(name=name, state="broken", detail="it isn't installed", mend=mend)
    versions = ", ".join(f"{name} {version}" for name, version in found.items())
    yield Sign(name="fe-skill", state="ok", detail=f"{__version__} with {versions}")


def _data() -> Sign:
    missing = [n for n in ("templates", "tools") if not any(data_folder(n).glob("*"))]
    if not missing:
        return Sign(name="templates", state="ok", detail=str(data_folder("templates")))
    detail = f"{', '.join(missing)} missing from the installation"
    return Sign(name="templates", state="broken", detail=detail, mend="install fe-skill again")


def _program(program: str, purpose: str, how: str) -> Sign:
    path = shutil.which(program)
    if path is None:
        return Sign(name=program, state="absent", detail=f"not found; for {purpose}", mend=how)
    said = _said(path)
    number = re.search(r"\d+(\.\d+)*", said)
    version = number[0] if number else "of unknown version"
    if program == "node" and int(version.partition(".")[0] or 0) < _INSPECTOR_NODE:
        detail = f"{version} is older than what the inspector asks for"
        return Sign(name=program, state="absent", detail=detail, mend=how)
    return Sign(name=program, state="ok", detail=f"{version} at {path}")


def _said(path: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- a program found on the path, asked for its version
            [path, "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _registrations(client: Client, call: Call, home: Path) -> Iterator[Sign]:
    for file in registrations(client, call, home):
        entry = entry_of(read(file) or "", client) or {}
        yield _registration(client, file, entry)


def _registration(client: Client, file: Path, entry: Mapping[str, object]) -> Sign:
    said = entry.get("command")
    program = str(said[0] if isinstance(said, list) and said else said)
    name = f"registered with {client.title}"
    if shutil.which(program):
        own = "this interpreter" if program == sys.executable else program
        return Sign(name=name, state="ok", detail=f"{file} starts {own}")
    return Sign(
        name=name,
        state="broken",
        detail=f"{file} starts `{program}`, which isn't there",
        mend=f"`fe-skill register --target {client.name}` with the same `--scope` as before",
    )
