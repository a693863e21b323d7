"""Hostile calls to a server of ours, through the protocol; then: did anything outside move?

    python -m benchmarks.reliability.attack [--every N] [--verbose]

A server is started over stdio, confined to one folder, with a folder beside it that nothing may
touch. It gets hostile strings in every string argument of every tool, values of wrong and enormous
shapes, broken messages, and every tool that takes a project gets hostile projects. After each:
an answer has come within 5 s (a refusal with a code, a protocol error, or a result that harmed
nothing), and it tells of no bug of ours; the folder beside is as it was, byte for byte; nothing
that was injected has run; a refused call has left the project as it was; and the server still
serves. Ends with 1 when one of these doesn't hold.
"""

import argparse
import ast
import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.reliability import trees
from benchmarks.reliability.hostile import PROJECT, Attack, attacks, message
from fe_skill.changes.apply import apply

_SECONDS = 5.0
_CLIENT = {"name": "attack", "version": "1"}
# What a shell would be started with, if a text of ours came to run.
_RUNNERS = frozenset({"system", "popen", "run", "exec", "eval", "__import__"})


class Server:
    """A server of ours, and the raw line that leads to it."""

    def __init__(self, root: Path) -> None:
        words = [sys.executable, "-m", "fe_skill", "serve", "--root", str(root)]
        self._process = subprocess.Popen(
            words,
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin  # noqa: S101 -- for the type checker
        assert self._process.stdout  # noqa: S101 -- likewise
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._from.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._from, selectors.EVENT_READ)
        self._pending = b""
        client = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": _CLIENT}
        self.ask(message("initialize", client, 0), 0)
        self._send(b'{"jsonrpc":"2.0","method":"notifications/initialized"}')

    def ask(self, line: bytes, number: object, seconds: float = 30) -> dict[str, Any] | None:
        """Send `line`; the answer to `number`, or to nobody in particular; None when none came."""
        self._send(line)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self._process.poll() is None:
            for answer in self._lines(deadline - time.monotonic()):
                if "method" not in answer and answer.get("id") in (number, None):
                    return answer
        return None

    def alive(self, number: int) -> bool:
        """Whether it still lists its tools."""
        answer = self.ask(message("tools/list", {}, number), number, _SECONDS)
        return answer is not None and "result" in answer

    def end(self) -> None:
        """Close its input and wait for its end."""
        self._to.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._selector.close()
        self._from.close()

    def _send(self, line: bytes) -> None:
        self._to.write(line + b"\n")
        self._to.flush()

    def _lines(self, seconds: float) -> Iterator[dict[str, Any]]:
        if self._selector.select(max(0, seconds)):
            self._pending += self._from.read() or b""
        *lines, self._pending = self._pending.split(b"\n")
        yield from (json.loads(line) for line in lines if line.strip())


def _project(folder: Path) -> None:
    """A project to be attacked."""
    apply(trees.project_plan(), folder, trees.call(folder))
    shutil.rmtree(folder / ".fe-skill")


def _prepare(base: Path, attack: Attack | None) -> tuple[Path, Path]:
    root, outside = base / "root", base / "outside"
    for entry in root.iterdir() if root.exists() else ():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    root.mkdir(exist_ok=True)
    outside.mkdir(exist_ok=True)
    (outside / "kept").write_bytes(b"outside")
    (root / "file.txt").write_bytes(b"mine")
    (root / "link-out").symlink_to(outside)
    if attack and attack.needs_project:
        shutil.copytree(base / "made", root / PROJECT)
    if attack and attack.build:
        (root / "hostile").mkdir()
        (root / "hostile/link-out").symlink_to(outside)
        attack.build(root / "hostile", outside)
    return root, outside


def _harm(base: Path, attack: Attack, server: Server, number: int) -> tuple[str, list[str]]:
    """How the server answered, and what is wrong with that."""
    root, outside = _prepare(base, attack)
    inside, beside = trees.snapshot(root), trees.snapshot(outside)
    start = time.monotonic()
    answer = server.ask(attack.line, 1, _SECONDS if attack.line else 0)
    seconds = time.monotonic() - start
    how = _how(answer)
    wrong = [] if how != "bug" else ["it is a bug of ours"]
    if answer is None and attack.line:
        wrong.append("there was no answer")
    if seconds > _SECONDS:
        wrong.append(f"the answer took {seconds:.1f} s")
    if trees.snapshot(outside) != beside:
        wrong.append("something outside was touched")
    if how != "result" and trees.snapshot(root) != inside:
        wrong.append("a refused call has changed something")
    if any(path.name == "PWNED" for path in base.rglob("PWNED")):
        wrong.append("what was injected has run")
    if how == "result":
        wrong += [f"{path.name} would run it" for path in root.rglob("*.py") if _would_run(path)]
    if not server.alive(number):
        wrong.append("the server no longer serves")
    return how, wrong


def _would_run(path: Path) -> bool:
    """Whether a text of ours stands where the file, once it runs, starts something with it."""
    content = path.read_bytes() if path.is_file() else b""
    calls = ast.walk(ast.parse(content)) if b"PWNED" in content else ()
    return any("PWNED" in ast.unparse(c) for c in calls if isinstance(c, ast.Call) and _starts(c))


def _starts(call: ast.Call) -> bool:
    return (
        getattr(call.func, "id", None) in _RUNNERS or getattr(call.func, "attr", None) in _RUNNERS
    )


def _how(answer: dict[str, Any] | None) -> str:
    if answer is None:
        return "none"
    if "error" in answer:
        return "protocol error"
    problem = (answer["result"].get("structuredContent") or {}).get("problem")
    if problem is None:
        return "result"
    return "bug" if problem["code"] == "internal-error" else "refused"


def main() -> int:
    """Attack, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    answers: Counter[str] = Counter()
    failures = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        _project(base / "made")
        root, _ = _prepare(base, None)
        server = Server(root)
        for number, attack in enumerate(islice(attacks(), 0, None, options.every), 2):
            how, wrong = _harm(base, attack, server, number)
            answers[how] += 1
            failures += bool(wrong)
            if wrong or options.verbose:
                print(f"{attack.name}: {how} {'; '.join(wrong)}")
            if "the server no longer serves" in wrong:
                server.end()
                server = Server(root)
        server.end()
    seconds = time.perf_counter() - start
    print(f"{answers.total()} hostile inputs in {seconds:.0f} s: {dict(answers)}")
    print(f"{failures} with harm")
    return min(1, failures)


if __name__ == "__main__":
    sys.exit(main())
