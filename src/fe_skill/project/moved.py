"""Whether a file says the same as before, and where it says it now.

An edit of a comment or of a body that nobody followed changes no fact but lines. Two outlines are
compared node by node, lines left out; what the lines were and are is kept.

Lives here: Moved, compared.
Does not:   what becomes of facts (shifted.py), when files are compared (edits.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fe_skill.project.lower import Node


@dataclass(frozen=True, slots=True)
class Moved:
    """The new line of each old one; the new last line of a class, and its `def`s, by old line."""

    lines: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    functions: dict[int, Node] = field(default_factory=dict)


def compared(old: list[Node], new: list[Node], moved: Moved) -> bool:
    """Whether the statements say the same; `moved` learns where each stands now."""
    pairs: list[tuple[Any, Any]] = [(old, new)]
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            return False
        if not isinstance(one, list):
            if one != other:
                return False
        elif len(one) != len(other):
            return False
        elif one and isinstance(one[0], str):
            if one[0] != other[0]:
                return False
            inside = _INSIDE.get(one[0], _rest)(one, other, moved)
            if inside is None:
                return False
            pairs += inside
        else:
            pairs += zip(one, other, strict=True)
    return True


_Pairs = list[tuple[Any, Any]]


def _at(old: int, new: int, moved: Moved) -> bool:
    """Take in where a line went; one that went to two places can't be told."""
    return moved.lines.setdefault(old, new) == new


def _rest(old: Node, new: Node, _moved: Moved) -> _Pairs:
    """An expression without a line."""
    return list(zip(old[1:], new[1:], strict=True))


def _statement(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    return list(zip(old[2:], new[2:], strict=True)) if _at(old[1], new[1], moved) else None


def _plain(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    """An import: names only, which could be taken for shapes."""
    return [] if old[2:] == new[2:] and _at(old[1], new[1], moved) else None


def _call(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    values = _keywords(old[3], new[3])
    if values is None or not _at(old[4], new[4], moved):
        return None
    return [(old[1], new[1]), (old[2], new[2]), *values]


def _lambda(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    inside = _parameters(old[1], new[1], moved)
    if inside is None or not _at(old[3], new[3], moved):
        return None
    return [(old[2], new[2]), *inside]


def _function(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    inside = _parameters(old[6], new[6], moved)
    if inside is None or old[1] != new[1] or not _at(old[2], new[2], moved):
        return None
    moved.functions[old[2]] = new
    marks = _decorators(old[5], new[5], moved)
    if marks is None:
        return None
    return [(old[4], new[4]), (old[7], new[7]), (old[8], new[8]), *marks, *inside]


def _class(old: Node, new: Node, moved: Moved) -> _Pairs | None:
    values = _keywords(old[5], new[5])
    if values is None or old[1] != new[1] or not _at(old[2], new[2], moved):
        return None
    moved.ends[old[2]] = new[3]
    marks = _decorators(old[6], new[6], moved)
    return None if marks is None else [(old[4], new[4]), (old[7], new[7]), *marks, *values]


def _keywords(old: list[Node], new: list[Node]) -> _Pairs | None:
    if [name for name, _ in old] != [name for name, _ in new]:
        return None
    return [(one[1], other[1]) for one, other in zip(old, new, strict=True)]


def _decorators(old: list[Node], new: list[Node], moved: Moved) -> _Pairs | None:
    if len(old) != len(new):
        return None
    both = list(zip(old, new, strict=True))
    if not all(_at(one[1], other[1], moved) for one, other in both):
        return None
    return [(one[0], other[0]) for one, other in both]


def _parameters(old: list[Node], new: list[Node], moved: Moved) -> _Pairs | None:
    if [one[:2] for one in old] != [other[:2] for other in new]:
        return None
    both = list(zip(old, new, strict=True))
    if not all(_at(one[4], other[4], moved) for one, other in both):
        return None
    return [(one[at], other[at]) for one, other in both for at in (2, 3)]


_Compare = Callable[[Node, Node, Moved], _Pairs | None]
_STATEMENTS = [
    "=",
    ":",
    "+=",
    "e",
    "if",
    "for",
    "while",
    "with",
    "try",
    "match",
    "ret",
    "raise",
    "jump",
]
_INSIDE: dict[str, _Compare] = {
    **dict[str, _Compare].fromkeys(_STATEMENTS, _statement),
    "call": _call,
    "lambda": _lambda,
    "def": _function,
    "class": _class,
    "import": _plain,
    "from": _plain,
}
