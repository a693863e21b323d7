"""Trees and plans that the reliability programs work on, and how a tree is compared.

Lives here: a project with awkward files, a plan of 28 files on it, `snapshot`.
Does not:   stopping or failing anything (crash, faults, race).
"""

import os
import stat
from pathlib import Path, PurePosixPath

from fe_skill.call import Call
from fe_skill.changes.changeset import ChangeSet, Create, Update
from fe_skill.tools.scaffold import Part
from fe_skill.tools.scaffold import plan as scaffold_plan

Snapshot = dict[str, tuple[int, bytes | None]]

_AWKWARD = {
    "README.md": b"# Shop\n\nNo newline at the end",
    "src/main.py": b"\xef\xbb\xbfapp = 1\r\nrouters = []\r\n",
    "src/domains/__init__.py": b"",
    "src/domains/users/models.py": b"class User: ...\n" * 400,
    "src/domains/users/latin.py": b"# -*- coding: latin-1 -*-\nname = '\xe9'\n",
    "migrations/env.py": b"mixed = 1\r\nendings = 2\n",
    "scripts/start.sh": b"#!/bin/sh\nexec true\n",
    "private.key": b"secret\n",
    "notes.txt": b"not part of any plan\n",
}
_MODES = {"scripts/start.sh": 0o755, "private.key": 0o600, "src/main.py": 0o664}


def build(root: Path) -> None:
    """Make the project that `update_plan` changes."""
    for name, content in _AWKWARD.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(_MODES.get(name, 0o644))


def update_plan() -> ChangeSet:
    """Eight files changed, twenty made: among them a large, an empty and an executable one."""
    changed = (
        Update(PurePosixPath(name), content, content + b"# one line more\r\n")
        for name, content in _AWKWARD.items()
        if name != "notes.txt"
    )
    folders = ("models", "schemas", "routers", "services", "tests/unit")
    made = (
        Create(PurePosixPath(f"src/domains/orders/{folder}/m{n}.py"), b"x = 1\n" * n * 9000)
        for folder in folders
        for n in range(4)
    )
    program = Create(PurePosixPath("scripts/deep/er/run.sh"), b"#!/bin/sh\n", executable=True)
    return ChangeSet((*changed, *made, program))


def project_plan() -> ChangeSet:
    """All that `scaffold` makes, for a root that isn't there."""
    parts: frozenset[Part] = frozenset({"docker", "ci", "tracing", "agents"})
    return scaffold_plan("shop", "A shop.", "sqlite", parts)


def snapshot(root: Path) -> Snapshot:
    """Every name under `root` but our own folder's, with type, mode and content."""
    found: Snapshot = {}
    for folder, folders, files in os.walk(root):
        if ".fe-skill" in folders:
            folders.remove(".fe-skill")
        for name in (*folders, *files):
            path = Path(folder, name)
            mode = path.lstat().st_mode
            content = path.read_bytes() if stat.S_ISREG(mode) else None
            found[str(path.relative_to(root))] = (mode, content)
    return found


def leftovers(root: Path) -> list[str]:
    """What of an unfinished change is still under `.fe-skill/`."""
    home = root / ".fe-skill"
    return [name for name in ("making", "pending") if (home / name).exists()]


def call(root: Path) -> Call:
    """A call that nobody watches."""
    return Call(workspace=root)
