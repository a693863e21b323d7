"""A sample of each reliability program; docs/reliability.md has the figures of the whole ones."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("program", "options"),
    [
        ("crash", ("--every", "41")),
        ("faults", ("--every", "61")),
        ("race", ("--seconds", "2", "--processes", "4")),
    ],
)
def test_no_stop_fault_or_race_leaves_half_a_change(program: str, options: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", f"benchmarks.reliability.{program}", *options]
    # A disk in memory, where there is one: what is looked at here isn't the platter.
    memory = {"TMPDIR": "/dev/shm"} if os.access("/dev/shm", os.W_OK) else {}  # noqa: S108
    env = os.environ | memory
    ended = subprocess.run(words, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
