"""Bounds, sizes and choices of a field that contradict themselves.

Lives here: refuse_unfit_bounds, member_of.
Does not:   options that a type can't have (judge.py).
"""

import re
from decimal import Decimal

from fe_skill.domains.kinds import kind_of, length
from fe_skill.domains.refusal import refused
from fe_skill.domains.spec import Field

LONGEST_CHOICE = 40
SQLITE_DIGITS = 15


def refuse_unfit_bounds(field: Field, place: str) -> None:
    """Go on only with bounds that some value can keep.

    Raises:
        Refused: `bounds-unfit`.
    """
    least, most = field.min, field.max
    wrong = ""
    if least is not None and most is not None and least >= most:
        wrong = "`min` isn't below `max`"
    elif (field.min_length or 0) > (length(field) if kind_of(field).lengthy else 10**6):
        wrong = "`min_length` is above the longest text"
    elif field.type in {"int", "bigint"}:
        wrong = _wrong_whole(field)
    elif field.type == "decimal":
        wrong = _wrong_decimal(field)
    elif field.type == "enum":
        wrong = _wrong_choices(field.choices)
    if wrong:
        raise refused(
            "bounds-unfit", f"the bounds of {place} contradict themselves", wrong, "correct them"
        )


def _wrong_whole(field: Field) -> str:
    limit = 2**31 if field.type == "int" else 2**53
    bounds = [bound for bound in (field.min, field.max) if bound is not None]
    if any(bound != int(bound) or abs(bound) >= limit for bound in bounds):
        return "a bound is no such integer"
    return ""


def _wrong_decimal(field: Field) -> str:
    if not 0 <= field.scale < field.precision <= SQLITE_DIGITS:
        return f"SQLite holds {SQLITE_DIGITS} digits exactly, one of them before the point"
    bounds = [Decimal(str(bound)) for bound in (field.min, field.max) if bound is not None]
    if any(abs(bound) >= 10 ** (field.precision - field.scale) for bound in bounds):
        return "a bound has more digits than the field"
    if any(bound % Decimal(1).scaleb(-field.scale) for bound in bounds):
        return "a bound has more digits after the point than the field"
    return ""


def _wrong_choices(choices: tuple[str, ...]) -> str:
    members = [member_of(choice) for choice in choices]
    if len(choices) < 2:  # noqa: PLR2004 -- one choice is none
        return "an enum has two choices at least"
    if len(set(members)) < len(members):
        return "two choices would have the same name in code"
    for choice, member in zip(choices, members, strict=True):
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", member) or len(choice) > LONGEST_CHOICE:
            return f"`{ascii(choice)[1:-1][:40]}` makes no name for code"
        if not choice.isprintable() or re.search(r"[\"'\\]", choice):
            return "a choice holds quotes or what can't be printed"
    return ""


def member_of(choice: str) -> str:
    """The member of an enumeration that stands for `choice`."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", choice).strip("_").upper()
    return f"N{name}" if name[:1].isdigit() else name
