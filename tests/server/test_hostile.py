"""Hostile input through the protocol: benchmarks/reliability/hostile.py holds the inputs."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.reliability.attack import Server
from benchmarks.reliability.hostile import attacks, message


def test_there_are_enough_attacks_to_speak_of_and_no_two_are_the_same() -> None:
    lines = [(attack.line, attack.build) for attack in attacks()]
    assert len(lines) > 500
    assert len({attack.name.partition("=")[2] or attack.name for attack in attacks()}) > 100


@pytest.mark.slow
def test_an_attack_is_answered_and_does_no_harm() -> None:
    words = [sys.executable, "-m", "benchmarks.reliability.attack", "--every", "7"]
    ended = subprocess.run(
        words, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("line", "number", "said"),
    [
        (message("tools/call", {"name": "\ud800"}, 1), 1, "hex escape"),
        (b'{"method":"x","params":' + b"[" * 9999 + b"]" * 9999 + b',"id":1}', 1, "recursion"),
        (b'{"id":1,"method":"x","params":' + b"[" * 9999, 1, "recursion"),
        (b"garbage", None, "expected value"),
        (b"[1]", None, "message"),
    ],
    ids=["surrogate", "nested", "nested and cut", "garbage", "no object"],
)
def test_a_line_that_is_no_message_is_answered(
    tmp_path: Path, line: bytes, number: int | None, said: str
) -> None:
    server = Server(tmp_path)
    try:
        answer = server.ask(line, number, 5)
        assert answer is not None
        assert answer["error"]["code"] in (-32700, -32600)
        assert said in answer["error"]["message"]
        assert answer["id"] == number
        assert server.alive(2)
    finally:
        server.end()
