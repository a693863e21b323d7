"""What the service tells of its calls: one JSON line each, and counters that Prometheus reads.

Processes that serve one address share a folder: each keeps its counters in a file there, and
whoever is asked adds them all up. A worker that died leaves its file, so no counter ever falls.

Lives here: Meter. A line names the tool, the project, the time and the outcome; never an argument's
            text beyond the project's path, and never source code.
"""

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_BOUNDS: Final = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)
_RUNNING: Final = "fe_skill_calls_running"
_KINDS: Final = {
    "fe_skill_calls_total": "counter",
    "fe_skill_call_seconds": "histogram",
    _RUNNING: "gauge",
}


class Meter:
    """Counts calls; safe among threads, and with `shared` among processes."""

    def __init__(self, shared: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._shared = shared
        self._counts: defaultdict[str, float] = defaultdict(float, {_RUNNING: 0})

    @contextmanager
    def call(self, tool: str, arguments: Mapping[str, object]) -> Iterator[list[str]]:
        """Measure a call; its outcome is put into the list."""
        started, outcome = time.monotonic(), ["cancelled"]
        self._count({_RUNNING: 1})  # what ends without another word was cancelled
        try:
            yield outcome
        finally:
            seconds = time.monotonic() - started
            self._count({_RUNNING: -1, **_counted(tool, outcome[-1], seconds)})
            _log(tool, arguments, outcome[-1], seconds)

    def text(self) -> str:
        """The counters as Prometheus reads them."""
        with self._lock:
            counts = self._counts if self._shared is None else _added_up(self._shared)
            lines = [f"{name} {_plain(value)}" for name, value in counts.items()]
        return "".join(f"{line}\n" for line in _headed(lines))

    def _count(self, more: Mapping[str, float]) -> None:
        with self._lock:
            for name, value in more.items():
                self._counts[name] += value
            if self._shared is not None:
                new = self._shared / f".{os.getpid()}"
                new.write_text(json.dumps(self._counts), encoding="utf-8")
                new.replace(self._shared / f"{os.getpid()}.json")


def _counted(tool: str, outcome: str, seconds: float) -> dict[str, float]:
    """What one call adds, by the names of the series."""
    name = f'fe_skill_call_seconds_bucket{{tool="{tool}",le='
    within = {f'{name}"{bound:g}"}}': float(seconds <= bound) for bound in _BOUNDS}
    return {
        f'fe_skill_calls_total{{tool="{tool}",outcome="{outcome}"}}': 1,
        **within,
        f'{name}"+Inf"}}': 1,
        f'fe_skill_call_seconds_count{{tool="{tool}"}}': 1,
        f'fe_skill_call_seconds_sum{{tool="{tool}"}}': seconds,
    }


def _log(tool: str, arguments: Mapping[str, object], outcome: str, seconds: float) -> None:
    project = arguments.get("project", arguments.get("path"))
    line = {
        "event": "tool_call",
        "tool": tool,
        "project": project if isinstance(project, str) else None,
        "seconds": round(seconds, 4),
        "outcome": outcome,
    }
    sys.stderr.write(json.dumps(line) + "\n")


def _added_up(shared: Path) -> Mapping[str, float]:
    total: defaultdict[str, float] = defaultdict(float, {_RUNNING: 0})
    for file in sorted(shared.glob("*.json")):
        for name, value in json.loads(file.read_text(encoding="utf-8")).items():
            total[name] += value if name != _RUNNING or _lives(int(file.stem)) else 0
    return total


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _headed(lines: Sequence[str]) -> Iterator[str]:
    """The series below the names of their families, in the order in which they came up.

    Prometheus wants the buckets of a histogram from the least to the greatest: that is how they are
    counted.
    """
    for family, kind in _KINDS.items():
        of_it = [line for line in lines if line.startswith(family)]
        if of_it:
            yield from (f"# TYPE {family} {kind}", *of_it)


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
