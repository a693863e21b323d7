"""New Python files as the project's own ruff settings want them: imports pruned, all formatted.

Templates import whatever their file may need; ruff takes out what it doesn't. It never sees a file
of the user's own.

Lives here: finished.
Does not:   edits to files that are there (edits.py).
"""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from ruff import find_ruff_bin

from fe_skill.templating.render import Rendered

# What the new files import of the project isn't beside them.
_FIRST_PARTY = 'lint.isort.known-first-party=["src"]'
_SETTINGS = ("pyproject.toml", "ruff.toml", ".ruff.toml")


def finished(files: Sequence[Rendered], root: Path) -> list[Rendered]:
    """`files` as they are written into the project at `root`."""
    with TemporaryDirectory(prefix="fe-skill-") as folder:
        scratch = Path(folder)
        for name in _SETTINGS:
            if (root / name).is_file():
                (scratch / name).write_bytes((root / name).read_bytes())
        for file in files:
            target = scratch / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        _ruff(scratch, "check", "--fix-only", "--select", "F401,I", "--config", _FIRST_PARTY)
        _ruff(scratch, "format")
        return [replace(file, content=(scratch / file.path).read_bytes()) for file in files]


def _ruff(folder: Path, *arguments: str) -> None:
    command = [find_ruff_bin(), *arguments, "--no-cache", "--quiet", "."]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)  # noqa: S603 -- our own dependency
