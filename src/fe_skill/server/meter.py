"""What the service tells of its calls: one JSON line each, and counters that Prometheus reads.

Lives here: Meter. A line names the tool, the project, the time and the outcome; never an argument's
            text beyond the project's path, and never source code.
"""

import json
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

_BOUNDS: Final = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)


class Meter:
    """Counts calls; safe among threads. Each process counts its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: Counter[tuple[str, str]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._running = 0

    @contextmanager
    def call(self, tool: str, arguments: Mapping[str, object]) -> Iterator[list[str]]:
        """Measure a call; its outcome is put into the list."""
        started, outcome = time.monotonic(), ["cancelled"]
        with self._lock:
            self._running += 1  # what ends without another word was cancelled
        try:
            yield outcome
        finally:
            self._end(tool, arguments, outcome[-1], time.monotonic() - started)

    def _end(
        self, tool: str, arguments: Mapping[str, object], outcome: str, seconds: float
    ) -> None:
        with self._lock:
            self._running -= 1
            self._calls[tool, outcome] += 1
            self._seconds[tool] += seconds
            for bound in _BOUNDS:
                self._within[tool, bound] += seconds <= bound
        project = arguments.get("project", arguments.get("path"))
        line = {
            "event": "tool_call",
            "tool": tool,
            "project": project if isinstance(project, str) else None,
            "seconds": round(seconds, 4),
            "outcome": outcome,
        }
        sys.stderr.write(json.dumps(line) + "\n")

    def text(self) -> str:
        """The counters as Prometheus reads them."""
        with self._lock:
            lines = ["# TYPE fe_skill_calls_total counter"]
            lines += [
                f'fe_skill_calls_total{{tool="{tool}",outcome="{outcome}"}} {count}'
                for (tool, outcome), count in sorted(self._calls.items())
            ]
            lines.append("# TYPE fe_skill_call_seconds histogram")
            for tool in sorted(self._seconds):
                lines += self._histogram(tool)
            lines += [
                "# TYPE fe_skill_calls_running gauge",
                f"fe_skill_calls_running {self._running}",
            ]
        return "\n".join(lines) + "\n"

    def _histogram(self, tool: str) -> list[str]:
        total = sum(count for (name, _), count in self._calls.items() if name == tool)
        buckets = [
            f'fe_skill_call_seconds_bucket{{tool="{tool}",le="{le}"}} {self._within[tool, le]}'
            for le in _BOUNDS
        ]
        return [
            *buckets,
            f'fe_skill_call_seconds_bucket{{tool="{tool}",le="+Inf"}} {total}',
            f'fe_skill_call_seconds_sum{{tool="{tool}"}} {self._seconds[tool]:.4f}',
            f'fe_skill_call_seconds_count{{tool="{tool}"}} {total}',
        ]
