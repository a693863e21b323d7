"""The project's files that aren't Python and that a failure may be about.

Lives here: notes: `.env` files, alembic.ini, pyproject, requirements, compose files.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from fe_skill.project.program import Program

_NAMES: Final = (
    ".env", ".env.local", ".env.example", "alembic.ini", "pyproject.toml", "requirements.txt",
    "setup.cfg", "setup.py", "pytest.ini", "tox.ini", "compose.yaml", "compose.yml",
    "docker-compose.yml", "docker-compose.yaml", "Dockerfile",
    "Procfile",
)  # fmt: skip
_LARGEST: Final = 200_000
_MOST_FOLDERS: Final = 60


@lru_cache(maxsize=8)
def notes(program: Program) -> tuple[tuple[str, str], ...]:
    """Each such file with its text, in the root and in folders that hold Python files below."""
    root = program.facts.root
    folders = sorted({folder for path in program.facts.paths for folder in _above(path)})
    folders.sort(key=lambda folder: folder.count("/") + bool(folder))
    extra = list(root.glob("requirements*.txt"))
    found: dict[str, str] = {}
    for folder in folders[:_MOST_FOLDERS]:
        for name in (*_NAMES, *((path.name for path in extra) if not folder else ())):
            path = f"{folder}/{name}" if folder else name
            if path not in found and (text := _text(program, root / path, path)) is not None:
                found[path] = text
    return tuple(found.items())


def note(program: Program, path: str) -> str | None:
    """One of them."""
    return dict(notes(program)).get(path)


def _above(path: str) -> Iterator[str]:
    """The folders that a file is in, up to the root."""
    while path:
        path = path.rpartition("/")[0]
        yield path


def _text(program: Program, file: Path, path: str) -> str | None:
    laid_over = program.facts.laid_over(path)
    if laid_over is not None:
        return laid_over.decode("utf-8", "replace")
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
