"""Bytes to text, the way Python itself reads a source file.

Lives here: decode, which honours a BOM and a coding line and never raises.
Does not:   parsing (parse.py).
"""

import codecs
import re

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def decode(data: bytes) -> str | None:
    """The text of a source file, or None where its encoding is unknown or doesn't fit."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    try:
        return data.decode(_declared(data))
    except (UnicodeError, LookupError):
        return None


def _declared(data: bytes) -> str:
    """The encoding that one of the first two lines declares, as PEP 263 has it."""
    for line in data.split(b"\n", 2)[:2]:
        found = _CODING.match(line)
        if found:
            name = found[1].decode("ascii", "replace")
            # Codecs that aren't text encodings (rot13, zip) must not run on hostile input.
            return name if codecs.lookup(name)._is_text_encoding else "utf-8"  # noqa: SLF001
    return "utf-8"
