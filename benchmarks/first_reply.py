"""How soon the server answers a client over stdio and what it holds, against an empty program.

    python benchmarks/first_reply.py [rounds]

The empty program is an `MCPServer` of the official SDK with one tool that returns its argument.
Both are started in turn, in the same environment; the first pair is left out. Shown are the medians
of the seconds to the first reply and to the list of tools, of the CPU seconds until each, which
other work on the machine moves less, and of the most memory that the process ever held; then what
the list costs a model, in tokens (characters / 4) without the output schemas.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_EMPTY = """
from mcp.server import MCPServer
server = MCPServer("empty")

@server.tool()
def echo(text: str) -> str:
    return text

server.run()
"""
_HELLO: dict[str, object] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "first-reply", "version": "1"},
}


def measure(command: list[str], folder: Path) -> tuple[list[float], dict[str, Any]]:
    """First reply, list, CPU until each (seconds), memory (MiB); and the list of tools."""
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        _ask(process, 1, "initialize", _HELLO)
        first, first_cpu = time.perf_counter() - began, _cpu(process.pid)
        _say(process, {"jsonrpc": "2.0", "method": "notifications/initialized"})
        listed = _ask(process, 2, "tools/list", {})
        second, second_cpu = time.perf_counter() - began, _cpu(process.pid)
        status = Path(f"/proc/{process.pid}/status").read_text()
        memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
        process.communicate()
    return [first, second, first_cpu, second_cpu, memory], listed


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _ask(
    process: subprocess.Popen[bytes], number: int, method: str, params: dict[str, object]
) -> dict[str, Any]:
    _say(process, {"jsonrpc": "2.0", "id": number, "method": method, "params": params})
    answer: dict[str, Any] = json.loads(process.stdout.readline() if process.stdout else b"")
    return answer


def _say(process: subprocess.Popen[bytes], message: dict[str, object]) -> None:
    if process.stdin is None:
        raise SystemExit("no standard input")
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()


def main(rounds: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "empty.py").write_text(_EMPTY)
        empty = [sys.executable, "-P", str(folder / "empty.py")]
        commands = {"empty": empty, "fe-skill": [sys.executable, "-P", "-m", "fe_skill", "serve"]}
        found: dict[str, list[list[float]]] = {name: [] for name in commands}
        for _ in range(rounds + 1):
            for which, command in commands.items():
                figures, listed = measure(command, folder)
                found[which].append(figures)
    middle = {n: [statistics.median(c) for c in zip(*f[1:], strict=True)] for n, f in found.items()}
    ratio = [
        ours / theirs for ours, theirs in zip(middle["fe-skill"], middle["empty"], strict=True)
    ]
    print(
        "| | first reply s | tools listed s | CPU to the reply s | to the list s | memory MiB |\n"
        "|---|---|---|---|---|---|"
    )
    for which, row in (*middle.items(), ("ratio", ratio)):
        print(f"| {which} | " + " | ".join(f"{value:.2f}" for value in row) + " |")
    for tool in (tools := listed["result"]["tools"]):
        tool.pop("outputSchema", None)
    cost = len(json.dumps(tools, separators=(",", ":"), ensure_ascii=False)) / 4
    print(f"the list of {len(tools)} tools: {cost:.0f} tokens")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
