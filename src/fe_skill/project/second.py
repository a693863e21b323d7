"""A second process for the first reading of a large project.

Lives here: Second, and the program that it runs (`python -m fe_skill.project.second`).
Does not:   what is extracted (extract.py). Its answers are data (JSON); without it, or where it
            fails, the files are simply read here when they are asked for.
"""

import json
import subprocess
import sys
from pathlib import Path

from fe_skill.project.extract import FileFacts, extract

# Below this starting a process takes longer than it saves.
WORTH = 3_000_000


class Second:
    """A process that reads some of the files while this one reads the others."""

    def __init__(self, root: Path, paths: list[str]) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps([str(root), paths]).encode() + b"\n")
                self._process.stdin.close()
        except OSError:
            self._process = None

    def answers(self) -> dict[str, FileFacts]:
        """What it read; nothing where it failed."""
        if self._process is None or self._process.stdout is None:
            return {}
        with self._process:
            data = self._process.stdout.read()
        try:
            found: dict[str, list[object]] = json.loads(data)
        except ValueError:
            return {}
        return {path: from_data(facts) for path, facts in found.items()}


def to_data(facts: FileFacts) -> list[object]:
    """Facts of a file as JSON carries them."""
    return [facts.body, facts.failure, facts.rewritten]


def from_data(data: object) -> FileFacts:
    """The facts that `to_data` told.

    Raises:
        ValueError: it is something else.
    """
    match data:
        case [list(body), None, bool(rewritten)]:
            return FileFacts(body, None, rewritten)
        case [list(body), [int(line), str(reason)], bool(rewritten)]:
            return FileFacts(body, (line, reason), rewritten)
    raise ValueError("not the facts of a file")


def _main() -> None:
    import gc  # noqa: PLC0415 -- only the second process turns it off for good

    gc.disable()
    root, paths = json.loads(sys.stdin.buffer.readline())
    found: dict[str, list[object]] = {}
    for path in paths:
        try:
            found[path] = to_data(extract((Path(root) / path).read_bytes()))
        except OSError:
            continue
    sys.stdout.buffer.write(json.dumps(found, separators=(",", ":")).encode())


if __name__ == "__main__":
    _main()
