from helpers import run


def test_first():
    assert run() == ["a", "b"]


def test_second():
    assert run() == ["a", "b"]
