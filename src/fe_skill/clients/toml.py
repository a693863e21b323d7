"""Edits to TOML that touch one table and nothing else.

A new table goes to the end of the file, where it can't change the meaning of what stands before.

Lives here: put, drop.
Does not:   whether the result is right: config.py reads it again and compares.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import cast

from fe_skill.clients.splice import NOTHING, Splice, unreadable
from fe_skill.templating.literals import toml_literal

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def parse(text: str) -> dict[str, object]:
    """What the file says.

    Raises:
        Refused: `client-file-unreadable`.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise unreadable(f"it isn't TOML: {error}") from error


def put(text: str, keys: Sequence[str], entry: Mapping[str, object]) -> Splice:
    """The edit that gives the table at `keys` the values of `entry`; what else it holds stays.

    Raises:
        Refused: `client-file-unreadable`, also where the table is written in another form.
    """
    there = _at(parse(text), keys)
    if there is None:
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = "" if not text.strip() else newline if text.endswith("\n") else newline * 2
        lines = [f"[{'.'.join(map(_key, keys))}]", *_assignments(entry)]
        return Splice(len(text), "", gap + newline.join(lines) + newline)
    if {**there, **entry} == there:
        return NOTHING
    start, end = _table(text, keys)
    old = text[start:end]
    new = old
    for name, value in entry.items():
        line = re.compile(rf"^[ \t]*{re.escape(name)}[ \t]*=[^\n\r]*", re.MULTILINE)
        stated = f"{name} = {_literal(value)}".replace("\\", r"\\")
        new, found = line.subn(stated, new, count=1)
        if not found:
            raise unreadable(f"`{name}` isn't a line of its own in the table")
    return Splice(start, old, new)


def drop(text: str, keys: Sequence[str]) -> Splice:
    """The edit that takes the table at `keys` out, its sub-tables and the empty line before it too.

    Raises:
        Refused: `client-file-unreadable`, also where the table is written in another form.
    """
    if _at(parse(text), keys) is None:
        return NOTHING
    start, end = _table(text, keys)
    before = text[:start]
    if before.endswith(("\n\n", "\n\r\n")):
        start -= 2 if before.endswith("\r\n") else 1
    return Splice(start, text[start:end], "")


def _at(data: Mapping[str, object], keys: Sequence[str]) -> Mapping[str, object] | None:
    for key in keys:
        inner = data.get(key)
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise unreadable(f"`{key}` isn't a table")
        data = cast("Mapping[str, object]", inner)
    return data


def _table(text: str, keys: Sequence[str]) -> tuple[int, int]:
    """From the table's header to the next one that isn't below it."""
    name = r"[ \t]*\.[ \t]*".join(rf"[\"']?{re.escape(key)}[\"']?" for key in keys)
    header = re.compile(rf"^[ \t]*\[[ \t]*{name}[ \t]*\]", re.MULTILINE)
    below = re.compile(rf"[ \t]*\[[ \t]*{name}[ \t]*\.")
    found = header.search(text)
    if not found:
        raise unreadable(f"`{'.'.join(keys)}` isn't written as a table of its own")
    later = (match.start() for match in _HEADER.finditer(text, found.end()))
    end = next((start for start in later if not below.match(text, start)), len(text))
    return found.start(), end


def _assignments(entry: Mapping[str, object]) -> list[str]:
    return [f"{name} = {_literal(value)}" for name, value in entry.items()]


def _literal(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return toml_literal(str(value))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_literal(key)
