"""Text of a caller as a literal of the language that it goes into, formatted as ruff would.

Lives here: python_literal, toml_literal.
"""

import json
import re


def toml_literal(text: str) -> str:
    """`text` as a TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def python_literal(text: str, *, indent: int, room: int) -> str:
    """`text` as a Python string, in parentheses and several lines where it is too long for one.

    Args:
        text: printable characters, on one line.
        indent: the columns by which the statement around it is indented.
        room: the columns that are left for the string on its own line.
    """
    if len(quoted(text)) <= room:
        return quoted(text)
    inner = " " * (indent + 4)
    parts = _wrapped(text, 100 - len(inner))
    return "\n".join(["(", *(inner + quoted(part) for part in parts), " " * indent + ")"])


def quoted(text: str) -> str:
    """`text` in the quotes that need the fewest escapes, double ones by preference."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + text.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


def _wrapped(text: str, width: int) -> list[str]:
    """Parts of `text` whose literals fit into `width`, cut behind spaces where that is possible."""
    parts = [""]
    for word in re.findall(r"\S*\s+|\S+", text):
        for piece in _cut(word, width):
            if len(quoted(parts[-1] + piece)) <= width:
                parts[-1] += piece
            else:
                parts.append(piece)
    return parts


def _cut(word: str, width: int) -> list[str]:
    """`word`, in pieces where it doesn't fit by itself: an escape takes two columns."""
    step = len(word) if len(quoted(word)) <= width else (width - 2) // 2
    return [word[start : start + step] for start in range(0, len(word), step)]
