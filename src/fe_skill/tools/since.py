"""Which lines of a project changed since a git revision.

Lives here: changed_since.
Does not:   which findings that concerns (validated.py).

Git is asked in a way in which nothing that the repository configures is run.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from fe_skill.problem import Problem, Refused

Lines = dict[str, frozenset[int] | None]
"""The changed lines of files by path; None means all."""

_HUNK: Final = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_FILE: Final = re.compile(r"^\+\+\+ (?:b/)?(.*)$")
_QUIET: Final = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "diff.noprefix=false",
)
_SECONDS: Final = 60


def changed_since(root: Path, revision: str) -> Lines:
    """The lines that differ from `revision` in the work tree, and files that git doesn't know.

    Raises:
        Refused: `revision-unknown`.
    """
    if revision.startswith("-"):
        raise _unknown(revision, "a revision doesn't begin with a dash")
    difference = _git(
        root, revision, "diff", "-U0", "--no-ext-diff", "--no-textconv", "--no-color",
        "--relative", "--no-renames", "--diff-filter=d", revision, "--", ".",
    )  # fmt: skip
    new = _git(root, revision, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    changed: Lines = {path: None for path in new.split("\0") if path}
    return changed | _lines(difference)


def _lines(difference: str) -> Lines:
    found: dict[str, set[int]] = {}
    path = ""
    for line in difference.splitlines():
        if named := _FILE.match(line):
            path = named[1]
        elif hunk := _HUNK.match(line):
            start, count = int(hunk[1]), int(hunk[2] or 1)
            found.setdefault(path, set()).update(range(start, start + max(count, 1)))
    return {path: frozenset(lines) for path, lines in found.items()}


def _git(root: Path, revision: str, *words: str) -> str:
    program = shutil.which("git")
    if program is None:
        raise _unknown(revision, "git is not on the path")
    try:
        done = subprocess.run(  # noqa: S603 -- no shell, and the revision can't be an option
            [program, *_QUIET, *words],
            cwd=root,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _unknown(revision, "git took too long") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _unknown(revision, told[0][:200] if told else "git failed")
    return done.stdout.decode("utf-8", "replace")


def _unknown(revision: str, why: str) -> Refused:
    return Refused(
        Problem(
            code="revision-unknown",
            what=f"what changed since `{revision[:60]}` can't be told",
            why=why,
            mend="name a revision of the repository that holds the project",
        )
    )
