"""A throw-away copy of a planned tree, for what has to be run.

Lives here: copied.
Does not:   running anything in it (run, child).
"""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fe_skill.changes.changeset import ChangeSet, Create
from fe_skill.problem import Problem, Refused

# Made by tools and made anew by them; or the developer's own data and secrets, which no program
# that we start has any business with.
_LEFT_OUT: Final = frozenset(
    {".git", ".hg", ".fe-skill", ".venv", "venv", ".tox", ".nox", "node_modules", "__pycache__"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".cache", ".env", "dist", "htmlcov"}
)
_LEFT_OUT_ENDS: Final = (".db", ".sqlite", ".sqlite3", ".pyc", ".pem", ".key")
_MOST_BYTES: Final = 500 << 20


@contextmanager
def copied(root: Path, change_set: ChangeSet) -> Iterator[Path]:
    """A folder with `project` (the planned tree), `home` and `tmp` in it, gone afterwards.

    Raises:
        Refused: `project-too-large`.
    """
    with TemporaryDirectory(prefix="fe-skill-", ignore_cleanup_errors=True) as name:
        scratch = Path(name).resolve()
        for folder in ("project", "home", "tmp"):
            (scratch / folder).mkdir()
        if root.is_dir():
            _copy(root, scratch / "project")
        _lay_over(scratch / "project", change_set)
        yield scratch


def _copy(source: Path, target: Path) -> None:
    room = _MOST_BYTES
    for folder, folders, files in os.walk(source):
        here = target / Path(folder).relative_to(source)
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        for name in list(folders):
            if Path(folder, name).is_symlink():
                folders.remove(name)
                files.append(name)
            else:
                (here / name).mkdir()
        for name in files:
            if name not in _LEFT_OUT and not name.endswith(_LEFT_OUT_ENDS):
                room -= _copy_file(Path(folder, name), here / name, source)
                if room < 0:
                    raise _too_large()


def _copy_file(source: Path, target: Path, root: Path) -> int:
    found = source.lstat()
    if stat.S_ISLNK(found.st_mode):
        # A link that leads out of the copy would let a program write where it leads.
        link = source.readlink()
        if not link.is_absolute() and source.resolve().is_relative_to(root.resolve()):
            target.symlink_to(link)
    elif stat.S_ISREG(found.st_mode):
        shutil.copy(source, target)
        return found.st_size
    return 0


def _lay_over(project: Path, change_set: ChangeSet) -> None:
    for change in change_set.changes:
        target = project / change.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(change.content if isinstance(change, Create) else change.after)
        if isinstance(change, Create) and change.executable:
            target.chmod(0o755)


def _too_large() -> Refused:
    return Refused(
        Problem(
            code="project-too-large",
            what=f"the project holds more than {_MOST_BYTES >> 20} MiB",
            why="`verify=run` works on a throw-away copy, never in the project itself",
            mend='call with `verify="static"`, or move data out of the project',
        )
    )
