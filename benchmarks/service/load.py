"""Two hundred clients call one service for a minute, reading and planning; then an empty tool.

    python -m benchmarks.service.load [--seconds 60] [--clients 200] [--workers 2] [--every 0]

Of ten calls, six read over `POST /tools`, two read over MCP, one plans a new project and one plans
a domain. Each client has a connection of its own and sends its next call when the last was
answered, at the earliest `--every` seconds after the call before. The empty tool is served by the
same server and called through the same two doors.
Ends with 1 when one call was answered with anything but the tool's own result.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.service.caller import Caller
from benchmarks.service.processes import free_port, ready, service, started
from fe_skill.call import Call
from fe_skill.tools.scaffold import scaffold

_DOMAIN = {
    "project": "shop",
    "domain": "orders",
    "entities": [{"name": "Order", "fields": ["number:string(20)!unique", "total:decimal(10,2)"]}],
    "dry_run": True,
}
_ROUTES = {"project": "shop", "include": ["routes"]}
# Kind of call, door, tool, arguments, how many of ten.
_Kind = tuple[str, str, str, Mapping[str, object], int]
_WORK: tuple[_Kind, ...] = (
    ("read, HTTP", "tool", "describe-project", _ROUTES, 6),
    ("read, MCP", "mcp", "describe-project", _ROUTES, 2),
    ("plan a project", "tool", "scaffold", {"path": "other", "dry_run": True}, 1),
    ("plan a domain", "tool", "add-domain", _DOMAIN, 1),
)
_EMPTY: tuple[_Kind, ...] = (
    ("empty, HTTP", "tool", "nothing", {"project": "shop"}, 8),
    ("empty, MCP", "mcp", "nothing", {"project": "shop"}, 2),
)


@dataclass
class Tally:
    """The seconds that each kind of call took, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


async def _client(
    port: int, kinds: tuple[_Kind, ...], until: float, every: float, tally: Tally
) -> None:
    caller = Caller(port)
    weights = [kind[-1] for kind in kinds]
    await asyncio.sleep(random.random() * every)  # noqa: S311 -- no secret, only spread
    while (began := time.perf_counter()) < until:
        name, door, tool, arguments, _ = random.choices(kinds, weights)[0]  # noqa: S311 -- likewise
        call = caller.mcp if door == "mcp" else caller.tool
        try:
            answer = await call(tool, arguments)
        except (OSError, EOFError, TimeoutError) as error:
            tally.wrong.append(f"{name}: {type(error).__name__}")
            continue
        taken = time.perf_counter() - began
        tally.taken.setdefault(name, []).append(taken)
        if answer.refused():
            tally.wrong.append(f"{name}: {answer.status} {answer.body[:200]!r}")
        await asyncio.sleep(max(0.0, every - taken))
    caller.close()


async def _measured(
    port: int, kinds: tuple[_Kind, ...], options: argparse.Namespace
) -> tuple[Tally, float]:
    await ready(port)
    tally, began = Tally(), time.perf_counter()
    until = began + options.seconds
    clients = (
        _client(port, kinds, until, options.every, tally) for _ in range(int(options.clients))
    )
    await asyncio.gather(*clients)
    return tally, time.perf_counter() - began


def _told(tally: Tally, seconds: float) -> None:
    for name, taken in sorted(tally.taken.items()):
        taken.sort()
        p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.5, 0.99))
        print(f"| {name} | {len(taken)} | {len(taken) / seconds:.1f} | {p50:.0f} | {p99:.0f} |")
    for wrong in tally.wrong[:5]:
        print(f"wrong: {wrong}")


def main() -> int:
    """Measure and print the table; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=float, default=0)
    options = parser.parse_args()
    wrong = 0
    print("| call | answered | a second | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "work"
        folder.mkdir()
        scaffold(Call(workspace=folder), path="shop")
        port = free_port()
        words = [str(port), str(folder), str(options.workers)]
        empty = [sys.executable, "-m", "benchmarks.service.empty", *words]
        for command, kinds in ((service(folder, port, options.workers), _WORK), (empty, _EMPTY)):
            with started(command, Path(name) / "log.txt"):
                tally, seconds = asyncio.run(_measured(port, kinds, options))
            _told(tally, seconds)
            wrong += len(tally.wrong)
    print(f"{wrong} calls went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
