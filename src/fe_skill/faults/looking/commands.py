"""Files that say how a project is started: Procfile, Makefile, Dockerfile, compose, scripts.

Lives here: commands.
Does not:   settings and requirements (notes.py, manifests.py).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from fe_skill.faults.case import Case
from fe_skill.project.program import Program

_NAMES: Final = (
    "Procfile", "Makefile", "Dockerfile", "compose.yaml", "compose.yml", "docker-compose.yml",
    "docker-compose.yaml", "entrypoint.sh", "start.sh", "run.sh", "justfile", "fly.toml",
)  # fmt: skip
_LARGEST: Final = 200_000


def commands(case: Case) -> tuple[tuple[str, str], ...]:
    """Each such file in the project's root with its text."""
    return () if case.program is None else _found(case.program)


@lru_cache(maxsize=8)
def _found(program: Program) -> tuple[tuple[str, str], ...]:
    return tuple(_texts(program))


def _texts(program: Program) -> Iterator[tuple[str, str]]:
    for name in _NAMES:
        laid_over = program.facts.laid_over(name)
        file = program.facts.root / name
        try:
            if laid_over is None and (not file.is_file() or file.stat().st_size > _LARGEST):
                continue
            yield name, (laid_over or file.read_bytes()).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
