"""Hostile calls to a server of ours, through the protocol; then: did anything outside move?

    python -m benchmarks.reliability.attack [--verbose]

A server is started over stdio, confined to one folder, with a folder beside it that nothing may
touch. It gets hostile strings in every string argument of every tool, values of wrong and enormous
shapes, broken messages, and every tool that takes a project gets hostile projects. After each:
an answer has come within 5 s (a refusal with a code, a protocol error, or a result that harmed
nothing), and it tells of no bug of ours; the folder beside is as it was, byte for byte; nothing
that was injected has run; a refused call has left the project as it was; and the server still
serves. Ends with 1 when one of these doesn't hold.
"""

import argparse
import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.reliability import trees
from fe_skill.tools import TOOLS
from fe_skill.tools.schema import input_schema

_SECONDS = 5.0
_LONG = "a" * 200_000
_RUN = "touch PWNED; touch ../outside/PWNED"

STRINGS = (
    "../outside/x", "..", "a/../../outside", "/etc/passwd", "/dev/null", "/dev/zero",
    "/proc/self/mem", "C:\\Windows\\x", "\\\\host\\share", "~root/x", "link-out/x", "link-out",
    "file.txt/x", "file.txt", "a\0b", "\ud800", "a\udfffb", "\u202egnp.exe", "\u200b", "\x1b[2J",
    "line\nline", "\r\n", "", " ", ".git", ".fe-skill", ".fe-skill/history", "con", "AUX.py",
    "name.", "-rf", "--help", "*", "%s%n", "{{ 7 * 7 }}", "{# x #}", "{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "${jndi:ldap://x}", f"$({_RUN})", f"`{_RUN}`",
    f"; {_RUN}", f'"; {_RUN}; "', f"__import__('os').system('{_RUN}')",
    f'"""\nimport os\nos.system("{_RUN}")\n"""', f"x\"\nimport os; os.system('{_RUN}')\n#", "'''",
    "\\", '"]\nevil = ["', "'; DROP TABLE users; --", "class", "import", "None", "__init__",
    "\u0130", "\ufb01", "\U0001d51e", "\U0001f600", _LONG, "../" * 5000, "a/" * 5000,
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, -1, 10**400, 1.5, [], {}, ["x"], {"a": {"b": "c"}}, [[]] * 10_000,
    {"__class__": "x"},
)  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """One message, as it goes over the wire; `project` builds what it speaks of."""

    name: str
    line: bytes
    project: Callable[[Path, Path], None] | None = None


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


_CLIENT = {"name": "attack", "version": "1"}


def message(method: str, params: object, number: int) -> bytes:
    """A request; a lone surrogate goes over the wire as its escape."""
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def calls() -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every hostile value in every argument of every tool, and arguments that aren't known."""
    for tool in TOOLS:
        properties = cast("dict[str, object]", input_schema(tool)["properties"])
        for argument, schema in properties.items():
            takes_text = '"string"' in json.dumps(schema)
            values: tuple[object, ...] = (*STRINGS, *VALUES) if takes_text else VALUES
            for value in values:
                shown = ascii(value)[:40]
                yield (
                    f"{tool.name} {argument}={shown}",
                    tool.name,
                    {**tool.example, argument: value},
                )
        yield f"{tool.name} unknown", tool.name, {**tool.example, "no_such": 1}
        yield f"{tool.name} nothing", tool.name, {}


def broken() -> Iterator[tuple[str, bytes]]:
    """Messages that are none."""
    call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"scaffold","arguments":'
    deep = "[" * 10_000 + "]" * 10_000
    yield "deeply nested argument", f'{call}{{"path":{deep}}}}}}}'.encode()
    yield "deeply nested object", (call + '{"a":' * 10_000 + "1" + "}" * 10_002).encode()
    yield "huge argument", f'{call}{{"path":"{"x" * 20_000_000}"}}}}}}'.encode()
    yield "arguments as a list", f"{call}[1]}}}}".encode()
    yield "arguments as a string", f'{call}"x"}}}}'.encode()
    yield "one argument twice", f'{call}{{"path":"/etc","path":"/etc/x"}}}}}}'.encode()
    yield "not a number", f'{call}{{"path":NaN}}}}}}'.encode()
    yield "a tool that isn't", message("tools/call", {"name": "../x", "arguments": {}}, 1)
    yield "a method that isn't", message("../../x", {}, 1)
    yield "no tool", message("tools/call", {}, 1)
    yield "no JSON", b"\x00\x01garbage"
    yield "no UTF-8", b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}'
    yield "half a message", b'{"jsonrpc":"2.0","id":1,"meth'
    yield "an empty line", b""
    yield "a resource outside", message("resources/read", {"uri": "file:///etc/passwd"}, 1)


def _all_links(root: Path, outside: Path) -> None:
    for name in ("pyproject.toml", "main.py", "app", "alembic.ini", ".fe-skill"):
        (root / name).symlink_to(outside)


def _journal(record: dict[str, object], place: str) -> Callable[[Path, Path], None]:
    def build(root: Path, _outside: Path) -> None:
        folder = root / ".fe-skill" / place
        folder.mkdir(parents=True)
        whole = {"format": 1, "id": "0" * 16, "title": "", "when": 0, "undoes": None}
        whole |= {"makes": [], "clears": [], "entries": [], **record}
        (folder / "record.json").write_text(json.dumps(whole))
        (folder / "0.before").write_text("forged")

    return build


def _entry(path: str) -> dict[str, object]:
    return {"entries": [{"path": path, "before": "0" * 64, "after": None}]}


def _file(name: str, content: bytes) -> Callable[[Path, Path], None]:
    def build(root: Path, _outside: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return build


def _odd_names(root: Path, _outside: Path) -> None:
    for name in (b"a\nb.py", b"\xff\xfe.py", b"con.py", b" .py", b"{{ x }}.py"):
        Path(os.fsdecode(bytes(root) + b"/" + name)).touch()


def _loop(root: Path, _outside: Path) -> None:
    (root / "loop").symlink_to(".")
    (root / "self").symlink_to("self")


def _pipes(root: Path, _outside: Path) -> None:
    (root / ".fe-skill").mkdir()
    for name in ("main.py", "pyproject.toml", ".fe-skill/lock"):
        os.mkfifo(root / name)


PROJECTS: dict[str, Callable[[Path, Path], None]] = {
    "all files lead out": _all_links,
    "a Python file of 50 MB": _file("main.py", b"x = 1\n" * 8_800_000),
    "10,000 brackets": _file("main.py", b"x = " + b"(" * 10_000 + b")" * 10_000),
    "100,000 operators": _file("main.py", b"x = 1" + b" + 1" * 100_000),
    "null bytes": _file("main.py", b"import os\0"),
    "a lying encoding": _file("main.py", b"# coding: utf-16\nx = 1\n"),
    "pyproject.toml is a folder": lambda root, _out: (root / "pyproject.toml").mkdir(),
    "pyproject.toml is nested": _file("pyproject.toml", b"a = " + b"[" * 50_000),
    "odd names": _odd_names,
    "links in a loop": _loop,
    "pipes for files": _pipes,
    "the journal is a file": _file(".fe-skill", b""),
    "the journal leads out": lambda root, out: (root / ".fe-skill").symlink_to(out),
    "a record is nested": _file(".fe-skill/history/00000001-a/record.json", b"[" * 100_000),
    "a record of another kind": _file(".fe-skill/history/00000001-a/record.json", b"{}"),
    "a place that is a file": _file(".fe-skill/history/00000001-a", b""),
    "history climbs": _journal(_entry("../outside/kept"), "history/00000001-a"),
    "history is absolute": _journal(_entry("/etc/hostname"), "history/00000001-a"),
    "history names git": _journal(_entry(".git/hooks/pre-commit"), "history/00000001-a"),
    "history undoes itself": _journal({"undoes": "00000001-a"}, "history/00000001-a"),
    "pending climbs": _journal(_entry("../outside/kept"), "pending"),
    "pending makes outside": _journal({"makes": ["../outside/made"]}, "pending"),
    "pending clears outside": _journal({"clears": [{"path": "../x", "mode": 511}]}, "pending"),
    "pending through a link": _journal(_entry("link-out/kept"), "pending"),
}


def attacks() -> Iterator[Attack]:
    """All of them."""
    for name, called, arguments in calls():
        yield Attack(name, message("tools/call", {"name": called, "arguments": arguments}, 1))
    for name, line in broken():
        yield Attack(name, line)
    for tool in TOOLS:
        if '"project"' in json.dumps(input_schema(tool)["properties"]):
            for name, build in PROJECTS.items():
                arguments = {**tool.example, "project": "hostile"}
                line = message("tools/call", {"name": tool.name, "arguments": arguments}, 1)
                yield Attack(f"{tool.name}: {name}", line, build)


def _prepare(base: Path, attack: Attack | None) -> tuple[Path, Path]:
    root, outside = base / "root", base / "outside"
    for entry in root.iterdir() if root.exists() else ():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    root.mkdir(exist_ok=True)
    outside.mkdir(exist_ok=True)
    (outside / "kept").write_bytes(b"outside")
    (root / "file.txt").write_bytes(b"mine")
    (root / "link-out").symlink_to(outside)
    if attack and attack.project:
        (root / "hostile").mkdir()
        (root / "hostile/link-out").symlink_to(outside)
        attack.project(root / "hostile", outside)
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
    if not server.alive(number):
        wrong.append("the server no longer serves")
    return how, wrong


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
    parser.add_argument("--verbose", action="store_true")
    verbose: bool = parser.parse_args().verbose
    answers: Counter[str] = Counter()
    failures = 0
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        root, _ = _prepare(base, None)
        server = Server(root)
        for number, attack in enumerate(attacks(), 2):
            how, wrong = _harm(base, attack, server, number)
            answers[how] += 1
            failures += bool(wrong)
            if wrong or verbose:
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
