"""Source to trees, by many threads at once."""

import ast
import gc
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fe_skill.syntax.tree import expression_of, module_of

SOURCE = Path(__file__).parents[2] / "src/fe_skill"


@pytest.fixture
def other_threads_in_every_collection() -> Iterator[None]:
    """Let another thread run whenever the collector does, in the middle of a parse too."""
    threshold = gc.get_threshold()

    def pause(_phase: str, _info: dict[str, int]) -> None:
        time.sleep(0)

    gc.callbacks.append(pause)
    gc.set_threshold(200)
    yield
    gc.set_threshold(*threshold)
    gc.callbacks.remove(pause)


@pytest.mark.usefixtures("other_threads_in_every_collection")
def test_many_threads_parse_at_once_without_failing() -> None:
    text = (SOURCE / "checks/imports_resolve.py").read_text()
    with ThreadPoolExecutor(8) as threads:
        trees = list(threads.map(module_of, [text] * 32))
    assert len({ast.dump(tree) for tree in trees}) == 1


def test_a_bad_escape_in_a_target_warns_nobody() -> None:
    assert isinstance(expression_of(r"'\d'"), ast.Constant)


def test_what_is_no_expression_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        expression_of("x = 1")


def test_nothing_else_of_ours_parses() -> None:
    call = re.compile(r"\bast\.parse\(")
    files = [path for path in SOURCE.rglob("*.py") if call.search(path.read_text())]
    assert [path.name for path in files] == ["tree.py"]
