"""The one way in which source becomes a tree, safe among threads.

Some versions of Python count the depth of a tree for the whole process: two threads that parse at
once then both fail with a `SystemError`. Warnings are silenced for the whole process too.

Lives here: module_of, expression_of.
Does not:   telling why a text did not parse (parse.py).
"""

import ast
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.Lock()


def module_of(source: str | bytes) -> ast.Module:
    """The tree of a whole file.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
    """
    with _alone():
        return ast.parse(source)


def expression_of(source: str) -> ast.expr:
    """The tree of one expression.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
    """
    with _alone():
        return ast.parse(source, mode="eval").body


@contextmanager
def _alone() -> Iterator[None]:
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a target's bad escape is no business of ours
        yield
