"""Ctrl-C, which only a process of its own can be given."""

import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import sys
from fe_skill import cli
from tests.sample_tools import SAMPLES
print("ready", flush=True)
sys.exit(cli.run(SAMPLES, ["write-slowly", "--path", sys.argv[1], "--steps", "1000"]))
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
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=5)
    assert process.returncode == 130
    assert "code: cancelled" in errors
    assert not out.exists()
