"""Runs a project's own proofs in order, and says of each whether it passed, failed or wasn't run.

    python prove_project.py [PROJECT]

It uses the project's `.venv` where there is one, and stops at nothing: a later proof may pass where an
earlier one failed. The database is the one that the project's settings name: point DATABASE_URL at a
scratch one first. Exit code: 0 all passed, 1 otherwise.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROOFS = (
    ("migrations", ["alembic", "upgrade", "head"]),
    ("models and migrations agree", ["alembic", "check"]),
    ("fast tests", ["pytest", "-q", "-k", "not integration"]),
    ("formatting", ["ruff", "format", "--check", "."]),
)


def main(words: list[str]) -> int:
    """Run every proof; 0 when all of them passed."""
    project = Path(words[0] if words else ".").resolve()
    if not project.is_dir():
        print(f"{project} is not a folder")
        return 1
    path = os.pathsep.join([str(project / ".venv/bin"), os.environ.get("PATH", "")])
    outcomes = [_outcome(name, command, project, path) for name, command in PROOFS]
    return 0 if outcomes == ["passed"] * len(PROOFS) else 1


def _outcome(name: str, command: list[str], project: Path, path: str) -> str:
    program = shutil.which(command[0], path=path)
    if program is None:
        print(f"{name}: not run ({command[0]} isn't installed in this project)")
        return "not run"
    done = subprocess.run(
        [program, *command[1:]],
        cwd=project,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = "failed" if done.returncode else "passed"
    print(f"{name}: {outcome} ({' '.join(command)})")
    if done.returncode:
        print("\n".join((done.stdout + done.stderr).splitlines()[-15:]))
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
