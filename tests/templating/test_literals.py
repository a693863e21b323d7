"""Callers' text as literals."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fe_skill.templating.literals import python_literal, quoted, toml_literal

PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=300)
AWKWARD = [
    "plain",
    'say "hi"',
    "it's",
    "it's \"both\" and 'more'",
    "back\\slash",
    "{{ name }} {% x %}",
    "ends with \\",
    "word " * 40,
    "x" * 200,
    "'\"" * 60,
    "a  b   c " * 20,
]


@given(PRINTABLE)
def test_a_literal_means_its_text(text: str) -> None:
    assert ast.literal_eval(quoted(text)) == text
    assert ast.literal_eval(python_literal(text, indent=8, room=79)) == text
    assert tomllib.loads(f"x = {toml_literal(text)}")["x"] == text


@given(PRINTABLE)
def test_no_line_is_too_long(text: str) -> None:
    literal = python_literal(text, indent=8, room=79)
    assert all(len(line) <= 100 for line in literal.splitlines())


@pytest.mark.parametrize("text", AWKWARD)
def test_ruff_would_write_the_same(tmp_path: Path, text: str) -> None:
    literal = python_literal(text, indent=8, room=79)
    source = f"def make() -> None:\n    app = FastAPI(\n        description={literal},\n    )\n"
    file = tmp_path / "sample.py"
    file.write_text(source)
    ruff = Path(sys.executable).with_name("ruff")
    command = [str(ruff), "format", "--isolated", "--line-length", "100", "--diff", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
