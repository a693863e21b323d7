"""A second process that judges single files of a large project while this one looks across them.

Lives here: Aside, and the program that it runs (`python -m fe_skill.rules.aside`).
Does not:   judging a file (alone.py). Its answers are data (JSON) and read as such; without it, or
            where it fails, the files are judged here.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fe_skill.project.codec import MisfitError, dump, load
from fe_skill.project.model import Gap, Where
from fe_skill.rules.alone import Alone, judged_alone
from fe_skill.rules.registry import known_rules
from fe_skill.syntax.module import SourceModule
from fe_skill.syntax.parse import Unparsed, parse

# Below this, in bytes of source, starting a process takes longer than it saves.
WORTH = 3_000_000


class Task(NamedTuple):
    """A file to judge: where it is, what it is imported as, and by which rules."""

    path: str
    name: str
    rules: tuple[str, ...]


class Aside:
    """The process, at work from when it is made."""

    def __init__(self, root: Path, tasks: Sequence[Task]) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return
        # One that ended at once takes no words, and will have no answers.
        with suppress(OSError), self._process.stdin or nullcontext() as words:
            if words is not None:
                words.write(json.dumps([str(root), tasks]).encode() + b"\n")

    def answers(self) -> dict[str, Alone]:
        """What it found, by file; nothing where it failed."""
        if self._process is None or self._process.stdout is None:
            return {}
        with self._process:
            data = self._process.stdout.read()
        try:
            answers: tuple[tuple[str, Alone], ...] = load(tuple[tuple[str, Alone], ...], data)
        except MisfitError:
            return {}
        return dict(answers)

    def close(self) -> None:
        """End it, where its answers were not asked for."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            with self._process:  # which waits for the end
                pass


def pays(size: int) -> bool:
    """Whether that much source is worth a second process here."""
    return size >= WORTH and (os.cpu_count() or 1) > 1


def _main() -> None:
    import gc  # noqa: PLC0415 -- only the second process turns it off for good

    gc.disable()
    root, tasks = json.loads(sys.stdin.buffer.readline())
    found: list[tuple[str, Alone]] = []
    for task in (Task(path, name, tuple(rules)) for path, name, rules in tasks):
        try:
            data = (Path(root) / task.path).read_bytes()
        except OSError:
            continue
        found.append((task.path, _judged(task, data)))
    sys.stdout.buffer.write(dump(tuple(found)))


def _judged(task: Task, data: bytes) -> Alone:
    @cache
    def module() -> SourceModule | Gap:
        parsed = parse(data)
        if isinstance(parsed, Unparsed):
            where = Where(task.path, parsed.line)
            return Gap(where, "the file", f"did not parse: {parsed.reason}")
        return SourceModule(
            task.path, task.name, parsed.text, parsed.tree, rewritten=parsed.rewritten
        )

    known = known_rules()
    return judged_alone(task.path, data, (known[code] for code in task.rules), module)


if __name__ == "__main__":
    _main()
