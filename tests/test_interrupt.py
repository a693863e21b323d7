"""Ctrl-C, which only a process of its own can be given."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
from dataclasses import replace
from functools import wraps
from fe_skill import cli
from tests.sample_tools import WRITE

@wraps(WRITE.run)
def heard(call, **arguments):
    print("at work", flush=True)
    return WRITE.run(call, **arguments)

tools = [replace(WRITE, run=heard)]
sys.exit(cli.run(tools, ["write-slowly", "--path", sys.argv[1], "--steps", "3000"]))
"""


def test_interrupt_ends_the_command_with_nothing_written(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(out)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "code: cancelled" in errors
    assert not out.exists()
