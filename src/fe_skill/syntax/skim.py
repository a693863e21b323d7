"""A file without the bodies of its functions: what its outline needs is a fraction of its text.

Parsing takes as long as there is text, and most text stands in bodies that say nothing of how an
application is built. Lines stay true: a body becomes empty lines and an ellipsis on its last one.

Lives here: skimmed.
Does not:   parsing (parse.py). What is cut here is told by indentation alone, so it may be wrong
            where a string holds lines further left: then the rest doesn't parse, or quotes are
            left open, and the whole text has to be read (project/extract.py).
"""

import re
from functools import cache

_COLON = re.compile(r":[ \t]*(?:#.*)?$")
_MOST_LINES = 300


def skimmed(text: str) -> str | None:
    """The text with bodies cut, or None where that can't be told by looking at lines."""
    parts: list[str] = []
    kept = at = 0
    while (found := text.find("def ", at)) >= 0:
        at = found + 4
        indent = text[text.rfind("\n", 0, found) + 1 : found]
        if indent and not indent.isspace():
            if indent.strip() != "async":
                continue
            indent = indent[: indent.index("a")]
        start = _body(text, found)
        if start is None:
            continue
        after = _after(indent).search(text, start - 1)
        at = after.start() if after else len(text)
        body = _stripped(text[start:at])
        if body.count('"""') % 2 or body.count("'''") % 2:
            return None
        if body:
            parts += (text[kept:start], "\n" * body.count("\n"), indent, " ...")
            kept = start + len(body)
    return "".join((*parts, text[kept:]))


def _body(text: str, at: int) -> int | None:
    """Where the line after a signature starts; None: the body stands on the same line."""
    depth = 0
    for _ in range(_MOST_LINES):
        end = text.find("\n", at)
        if end < 0:
            return None
        line = text[at:end]
        depth += line.count("(") + line.count("[") - line.count(")") - line.count("]")
        if depth <= 0:
            return end + 1 if _COLON.search(line) else None
        at = end + 1
    return None


@cache
def _after(indent: str) -> re.Pattern[str]:
    """The first line that isn't further right than `indent`: no blank line, comment or bracket."""
    return re.compile(rf"\n(?!{indent}[ \t])[ \t]*[^\s#)\]}}]")


def _stripped(body: str) -> str:
    """A body without the blank lines and comments at its end, which are in no tree."""
    body = body.rstrip()
    while body:
        last = body.rfind("\n") + 1
        if not body[last:].lstrip().startswith("#"):
            break
        body = body[:last].rstrip()
    return body
