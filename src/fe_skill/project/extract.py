"""One file to its facts: independent of every other file, and data that JSON carries.

Lives here: FileFacts, extract, extract_bodies, and which function bodies matter for building.
Does not:   reading the disk (store.py), shapes (lower.py), meaning (interpreter/).

A body is kept at once where its lines show a word of application building, or where it is so
short that it is likely a getter. All other bodies are lowered when they are first asked for.
"""

import ast
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from fe_skill.project.lower import Node
from fe_skill.project.lower_statements import lower_body
from fe_skill.syntax.parse import Parsed, Unparsed, parse

_BUILDS = re.compile(
    r"include_router|add_api_|add_route|add_websocket_route|\.mount\(|APIRouter|FastAPI\("
    r"|\.(?:get|post|put|patch|delete|head|options|trace|websocket|api_route)\(\s*f?[\"']"
    r"|Depends\(|Security\(|Annotated\[|\.routes\b|\brouter|add_middleware|exception_handler"
)
_GETTER_LINES = 6
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_Keep = Callable[[_Function], bool]


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one file says. `failure` is (line, reason) where it did not parse."""

    body: list[Node]
    failure: tuple[int, str] | None = None
    rewritten: bool = False


def extract(data: bytes, *, builds: bool = True) -> FileFacts:
    """The outline of a file: everything but the bodies of functions that build nothing."""
    parsed = parse(data)
    if isinstance(parsed, Unparsed):
        return FileFacts([], (parsed.line, parsed.reason))
    return _lowered(parsed, _Building(parsed.text if builds else "").wants)


def extract_bodies(data: bytes) -> FileFacts:
    """The same with every body."""
    parsed = parse(data)
    if isinstance(parsed, Unparsed):
        return FileFacts([], (parsed.line, parsed.reason))
    return _lowered(parsed, lambda _node: True)


def _lowered(parsed: Parsed, keep: _Keep) -> FileFacts:
    try:
        return FileFacts(lower_body(parsed.tree.body, keep), None, parsed.rewritten)
    except RecursionError:
        return FileFacts([], (1, "nested too deeply to read"))


class _Building:
    """The lines of a file on which something is built."""

    def __init__(self, text: str) -> None:
        self._lines: list[int] = []
        line, at = 1, 0
        for found in _BUILDS.finditer(text):
            line += text.count("\n", at, found.start())
            at = found.start()
            self._lines.append(line)

    def wants(self, node: _Function) -> bool:
        """Whether the body of `node` is kept in the outline."""
        end = node.end_lineno or node.lineno
        first = node.body[0].lineno if node.body else node.lineno
        if end - first < _GETTER_LINES or any(isinstance(s, _NESTED) for s in node.body):
            return True
        at = bisect_left(self._lines, first)
        return at < len(self._lines) and self._lines[at] <= end
