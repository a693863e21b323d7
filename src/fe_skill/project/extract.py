"""One file to its facts: independent of every other file, and data that JSON carries.

Lives here: FileFacts, extract, extract_bodies, extract_body, with_plain_ends.
Does not:   reading the disk (store.py), shapes (lower.py), meaning (interpreter/), which bodies
            are wanted (bodies.py).
"""

import ast
from dataclasses import dataclass

from fe_skill.project.lower import Depth, Node
from fe_skill.project.lower_statements import lower_body
from fe_skill.syntax.parse import Parsed, Unparsed, parse, parse_text
from fe_skill.syntax.skim import skimmed
from fe_skill.syntax.source import decode


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one file says. `failure` is (line, reason) where it did not parse."""

    body: list[Node]
    failure: tuple[int, str] | None = None
    rewritten: bool = False


def extract(data: bytes) -> FileFacts:
    """The outline of a file: everything but the bodies of its functions."""
    text = with_plain_ends(decode(data) or "")
    short = skimmed(text)
    parsed = None if short is None else parse_text(short)
    # What the skimming got wrong doesn't parse; neither does what is broken: the whole text tells.
    return _lowered(parsed if isinstance(parsed, Parsed) else parse(data), Depth.OUTLINE)


def extract_bodies(data: bytes) -> FileFacts:
    """The same with every body."""
    return _lowered(parse(data), Depth.WHOLE)


def extract_body(lines: list[str], line: int, end: int) -> FileFacts:
    """The body of the function that is defined on a line; its lines are those of the file."""
    text = "".join(lines[line - 1 : end])
    above = "\n" * (line - 2) + "if 1:\n" if text[:1].isspace() else "\n" * (line - 1)
    parsed = parse_text(above + text)
    if isinstance(parsed, Parsed):
        body = parsed.tree.body
        for _ in range(2 if text[:1].isspace() else 1):
            body = getattr(body[0], "body", []) if body else []
        parsed = Parsed(ast.Module(body, []), parsed.text, parsed.rewritten)
    return _lowered(parsed, Depth.WHOLE)


def with_plain_ends(text: str) -> str:
    """The text with its lines ended as Python counts them, by one letter."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _lowered(parsed: Parsed | Unparsed, depth: Depth) -> FileFacts:
    if isinstance(parsed, Unparsed):
        return FileFacts([], (parsed.line, parsed.reason))
    try:
        return FileFacts(lower_body(parsed.tree.body, depth), None, parsed.rewritten)
    except RecursionError:
        return FileFacts([], (1, "nested too deeply to read"))
