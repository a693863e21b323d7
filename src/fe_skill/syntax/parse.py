"""Text to `ast`, also where the source is newer than the running interpreter.

Lives here: Parsed, Unparsed, parse, parse_text.
Does not:   the rewriting of newer syntax (newer.py, imported only when it is needed).

A garbage collection in the middle of a parse walks every node made so far, so `parse` is best
called with the collector paused (project/store.py does).
"""

import ast
import re
from dataclasses import dataclass

from fe_skill.syntax.source import decode
from fe_skill.syntax.tree import module_of

# What Python 3.12 to 3.14 added. Only a file that shows one of these is worth the slow road.
_NEWER = re.compile(
    r"^\s*type\s+\w+.*=|\b(?:def|class)\s+\w+\s*\[|\bexcept\*?\s+[\w.]+\s*,|\b[tT][rR]?[\"']"
    r"|\b[rR][tT][\"']|\b[fF][rR]?[\"']|\b[rR][fF][\"']",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that parsed. `rewritten` says that newer syntax was reduced; lines stay true."""

    tree: ast.Module
    text: str
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A file that did not parse, and why."""

    line: int
    reason: str


def parse(data: bytes) -> Parsed | Unparsed:
    """The tree of a source file; a failure is a value, never an exception."""
    text = decode(data)
    if text is None:
        return Unparsed(1, "the encoding is unknown or does not fit the bytes")
    return parse_text(text)


def parse_text(text: str) -> Parsed | Unparsed:
    """The same for source that is decoded."""
    tree = _tree(text)
    if isinstance(tree, ast.Module):
        return Parsed(tree, text)
    return _newer(text) or tree


def _tree(text: str) -> ast.Module | Unparsed:
    try:
        return module_of(text)
    except SyntaxError as error:
        return Unparsed(error.lineno or 1, str(error.msg))
    except (ValueError, RecursionError, MemoryError) as error:
        return Unparsed(1, str(error) or type(error).__name__)


def _newer(text: str) -> Parsed | None:
    """The tree by way of libcst, where the syntax may be newer than the interpreter's."""
    if not _NEWER.search(text):
        return None
    from fe_skill.syntax.newer import reduced  # noqa: PLC0415 -- libcst costs 0.2 s to import

    plain = reduced(text)
    tree = _tree(plain) if plain is not None else None
    return Parsed(tree, text, rewritten=True) if isinstance(tree, ast.Module) else None
