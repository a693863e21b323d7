"""Edits to JSON with comments and trailing commas, touching one place and nothing else.

Lives here: parse (a tree with positions), put (an entry below keys), drop (takes it out).
Does not:   whether the result is right: config.py reads it again and compares.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fe_skill.clients.splice import NOTHING, Splice, unreadable

_SPACE = re.compile(r"(?:[\s\ufeff]|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_BLANK = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"(?:[ \t]|//[^\n\r]*|/\*[^\n]*?\*/)*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false|null")


@dataclass(frozen=True)
class Node:
    """A value, where it stands, and, of an object, its members in their order."""

    start: int
    end: int
    value: object
    members: tuple["Member", ...] | None = None

    def member(self, key: str) -> "Member | None":
        """The member that a reader takes: the last one of this name."""
        found = [member for member in self.members or () if member.key == key]
        return found[-1] if found else None


@dataclass(frozen=True)
class Member:
    """One `key: value` of an object; `start` is where its key begins, `comma` where one follows."""

    start: int
    key: str
    node: Node
    comma: int | None


def parse(text: str) -> Node:
    """The whole document.

    Raises:
        Refused: `client-file-unreadable`.
    """
    try:
        root = _value(text, _skip(text, 0))
    except RecursionError as error:
        raise unreadable("it is nested too deeply") from error
    if _skip(text, root.end) != len(text):
        raise _wrong(text, _skip(text, root.end))
    return root


def put(text: str, keys: Sequence[str], entry: Mapping[str, object]) -> Splice:
    """The edit that sets the object at `keys` to `entry`; what else it holds already stays.

    Raises:
        Refused: `client-file-unreadable`, also where something else than an object is on the way.
    """
    if not text.strip("\ufeff \t\r\n"):
        return Splice(len(text), "", json.dumps(_nested(keys, entry), indent=2) + "\n")
    node = _object(text, parse(text))
    for depth, key in enumerate(keys):
        member = node.member(key)
        if member is None:
            return _insert(text, node, key, _nested(keys[depth + 1 :], entry))
        node = _object(text, member.node)
    there = node.value
    wanted = {**there, **entry} if isinstance(there, dict) else dict(entry)
    if wanted == there:
        return NOTHING
    indent = _indent_at(text, node.start)
    new = _shown(text, wanted, indent, multiline=_is_multiline(text, node))
    return Splice(node.start, text[node.start : node.end], new)


def drop(text: str, keys: Sequence[str]) -> Splice:
    """The edit that takes the member at `keys` out, with its comma.

    Raises:
        Refused: `client-file-unreadable`.
    """
    if not text.strip("\ufeff \t\r\n"):
        return NOTHING
    node = parse(text)
    for key in keys[:-1]:
        member = node.member(key)
        if member is None:
            return NOTHING
        node = member.node
    member = node.member(keys[-1])
    return _without(text, node, member) if member else NOTHING


def _without(text: str, node: Node, member: Member) -> Splice:
    members = node.members or ()
    if len(members) == 1 and not text[node.start + 1 : member.start].strip():
        last = node.end - 1
        tail = text[(member.comma or member.node.end - 1) + 1 : last]
        if not tail.strip():
            return Splice(node.start, text[node.start : node.end], "{}")
    start = member.start - len(_spaces_before(text, member.start))
    if member is members[-1] and member.comma is None and len(members) > 1:
        comma = members[-2].comma or start
        kept = text[comma + 1 : start]
        # What follows must not become part of a comment that ends a line.
        ending = _newline(text) if "//" in kept.rpartition("\n")[2] else ""
        return Splice(comma, text[comma : member.node.end], kept + ending)
    end = member.node.end if member.comma is None else member.comma + 1
    if text[end : end + 1] not in ("\n", "\r"):
        end += len(text[end:]) - len(text[end:].lstrip(" \t"))
        start = member.start
    return Splice(start, text[start:end], "")


def _insert(text: str, node: Node, key: str, value: object) -> Splice:
    members = node.members or ()
    if not members:
        return _insert_first(text, node, key, value)
    last = members[-1]
    multiline = _is_multiline(text, node)
    indent = _indent_at(text, members[0].start) if multiline else ""
    shown = f"{json.dumps(key)}: {_shown(text, value, indent, multiline=multiline)}"
    separator = _newline(text) + indent if multiline else " "
    # A comment that ends the line of the last member stays with it.
    after = last.node.end if last.comma is None else last.comma + 1
    end = _end_of_line(text, after, node.end - 1) if multiline else after
    kept = text[last.node.end : end]
    if last.comma is None:
        return Splice(last.node.end, kept, f",{kept}{separator}{shown}")
    return Splice(last.node.end, kept, f"{kept}{separator}{shown},")


def _insert_first(text: str, node: Node, key: str, value: object) -> Splice:
    newline, outer = _newline(text), _indent_at(text, node.start)
    indent = outer + _unit(text)
    shown = f"{json.dumps(key)}: {_shown(text, value, indent, multiline=True)}"
    inner = text[node.start + 1 : node.end - 1]
    new = f"{inner.rstrip()}{newline}{indent}{shown}{newline}{outer}"
    return Splice(node.start + 1, inner, new)


def _nested(keys: Sequence[str], entry: Mapping[str, object]) -> Mapping[str, object]:
    for key in reversed(keys):
        entry = {key: entry}
    return entry


def _shown(text: str, value: object, indent: str, *, multiline: bool) -> str:
    if not multiline:
        return json.dumps(value, ensure_ascii=False)
    lines = json.dumps(value, ensure_ascii=False, indent=_unit(text))
    return lines.replace("\n", _newline(text) + indent)


def _is_multiline(text: str, node: Node) -> bool:
    members = node.members or ()
    return bool(members) and "\n" in text[node.start : members[0].start]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _unit(text: str) -> str:
    """One step of indentation: the first that the text shows, else two spaces."""
    found = re.search(r"\n([ \t]+)\"", text)
    return found[1] if found else "  "


def _indent_at(text: str, position: int) -> str:
    line = text[text.rfind("\n", 0, position) + 1 :]
    blank = _BLANK.match(line)
    return blank[0] if blank else ""


def _spaces_before(text: str, position: int) -> str:
    before = text[:position]
    return before[len(before.rstrip(" \t\r\n")) :]


def _end_of_line(text: str, position: int, limit: int) -> int:
    """Behind the comments that follow on the same line, if nothing else follows on it."""
    found = _REST_OF_LINE.match(text, position, limit)
    end = found.end() if found else position
    if text[end : end + 1] not in ("\n", "\r"):
        return position
    return position + len(text[position:end].rstrip(" \t"))


def _object(text: str, node: Node) -> Node:
    if node.members is None:
        raise _wrong(text, node.start, "an object is expected here")
    return node


def _value(text: str, at: int) -> Node:
    opening = text[at : at + 1]
    if opening == "{":
        return _members(text, at)
    if opening == "[":
        return _items(text, at)
    found = (_STRING if opening == '"' else _SCALAR).match(text, at)
    if not found:
        raise _wrong(text, at)
    try:
        return Node(at, found.end(), json.loads(found[0]))
    except ValueError as error:
        raise _wrong(text, at) from error


def _members(text: str, start: int) -> Node:
    members: list[Member] = []
    at = _skip(text, start + 1)
    while text[at : at + 1] != "}":
        if members and members[-1].comma is None:
            raise _wrong(text, at, "a comma is missing")
        key = _STRING.match(text, at)
        colon = _skip(text, key.end()) if key else at
        if not key or text[colon : colon + 1] != ":":
            raise _wrong(text, at)
        node = _value(text, _skip(text, colon + 1))
        after = _skip(text, node.end)
        comma = after if text[after : after + 1] == "," else None
        members.append(Member(at, json.loads(key[0]), node, comma))
        at = after if comma is None else _skip(text, after + 1)
    value = {member.key: member.node.value for member in members}
    return Node(start, at + 1, value, tuple(members))


def _items(text: str, start: int) -> Node:
    items: list[object] = []
    at, comma = _skip(text, start + 1), True
    while text[at : at + 1] != "]":
        if not comma:
            raise _wrong(text, at, "a comma is missing")
        node = _value(text, at)
        items.append(node.value)
        at = _skip(text, node.end)
        comma = text[at : at + 1] == ","
        at = _skip(text, at + 1) if comma else at
    return Node(start, at + 1, items)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _wrong(text: str, at: int, why: str = "it isn't JSON with comments") -> Exception:
    return unreadable(why, text.count("\n", 0, at) + 1)
