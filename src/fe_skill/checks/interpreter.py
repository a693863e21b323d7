"""Finds the Python that a project runs on, without starting it.

Lives here: find, and the command that would make an environment where there is none.
Does not:   running anything but `poetry env info`, which no file tells (child).
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_POETRY_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """The Python of a project, and who said so."""

    path: Path
    source: str


@dataclass(frozen=True, kw_only=True)
class NoInterpreter:
    """There is none; `mend` is the command that would provide one."""

    what: str
    mend: str


def find(
    root: Path, given: str | None, environ: Mapping[str, str] = os.environ
) -> Interpreter | NoInterpreter:
    """The interpreter of the project at `root`; `given` is the caller's word and beats all."""
    if given is not None:
        path = root / Path(given).expanduser()
        if _runs(path):
            return Interpreter(path=path, source="given")
        return NoInterpreter(what=f"`{given}` is no program", mend="give the path of a Python")
    found = next(_candidates(root, environ), None)
    return found or NoInterpreter(what="no environment was found", mend=_mend(root))


def _candidates(root: Path, environ: Mapping[str, str]) -> Iterator[Interpreter]:
    for folder in _project_folders(root):
        for name in (environ.get("UV_PROJECT_ENVIRONMENT") or ".venv", "venv"):
            yield from _in(folder / name, name)
    yield from _in(environ.get("VIRTUAL_ENV"), "VIRTUAL_ENV")
    if (root / "poetry.lock").exists():
        yield from _in(_poetry(root, environ), "poetry")
    yield from _in(environ.get("CONDA_PREFIX"), "conda")


def _project_folders(root: Path) -> Iterator[Path]:
    """`root` and what it lies in, up to the repository: a workspace shares one environment."""
    for folder in (root, *root.parents):
        yield folder
        if (folder / ".git").exists() or folder.parent == folder:
            return
        if folder != root and not (folder / "pyproject.toml").exists():
            return


def _in(environment: Path | str | None, source: str) -> Iterator[Interpreter]:
    if environment:
        path = Path(environment, "bin", "python")
        if _runs(path):
            yield Interpreter(path=path, source=source)


def _runs(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _poetry(root: Path, environ: Mapping[str, str]) -> str | None:
    poetry = shutil.which("poetry", path=environ.get("PATH"))
    if poetry is None:
        return None
    words = [poetry, "env", "info", "--path"]
    try:
        told = subprocess.run(  # noqa: S603 -- poetry itself, no code of the project
            words, cwd=root, capture_output=True, text=True, timeout=_POETRY_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() or None


def _mend(root: Path) -> str:
    commands = {
        "uv.lock": "uv sync",
        "poetry.lock": "poetry install",
        "environment.yml": "conda env create --file environment.yml",
        "requirements.txt": "python -m venv .venv && .venv/bin/pip install -r requirements.txt",
    }
    made = (command for file, command in commands.items() if (root / file).exists())
    return next(made, 'python -m venv .venv && .venv/bin/pip install -e ".[dev]"')
