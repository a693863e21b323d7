"""Values that show and test a field.

Lives here: Samples, samples_of: two valid values, values that are refused, and code that makes
            many different ones.
Does not:   where they are used (answers.py).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field as Constraint
from pydantic import TypeAdapter, ValidationError

from fe_skill.domains.inflection import words_of
from fe_skill.domains.kinds import kind_of, length, whole_bounds
from fe_skill.domains.spec import Field

VARIANTS = 20
_FIXED: dict[str, tuple[object, object]] = {
    "bool": (True, False),
    "date": ("2026-01-31", "2026-02-28"),
    "datetime": ("2026-01-31T12:00:00Z", "2026-02-28T18:30:00Z"),
    "time": ("12:30:00", "18:00:00"),
    "uuid": ("0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e91", "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e92"),
    "json": ({"key": "value"}, {"key": "other"}),
    "email": ("ada@example.com", "grace@example.com"),
    "url": ("https://example.com/first", "https://example.com/second"),
    "slug": ("first-one", "second-one"),
    "bytes": ("aGVsbG8=", "d29ybGQ="),
}
_WRONG: dict[str, tuple[object, ...]] = {
    "float": ("1.5", True),
    "int": ("1", True, 1.5),
    "bigint": ("1", True, 1.5),
    "decimal": (1.5, "nonsense"),
    "bool": (1, "true"),
    "date": (0, "2026-02-30"),
    "datetime": (0, "2026-01-31T12:00:00"),
    "time": ("24:00:00",),
    "uuid": ("nonsense",),
    "json": ([], "{}"),
    "email": ("nonsense",),
    "url": ("nonsense",),
    "slug": ("Not A Slug",),
    "enum": ("nonsense",),
    "bytes": ("not base64",),
    "string": (1, "\x00"),
    "text": (1, "\x00"),
}
_NUMBERED = {
    "date": "str(date(2026, 1, 1) + timedelta(days=number))",
    "datetime": "(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number))"
    '.isoformat().replace("+00:00", "Z")',
    "time": "str(time(number // 3600 % 24, number // 60 % 60, number % 60))",
    "uuid": "str(UUID(int=number))",
    "email": 'f"person{number}@example.com"',
    "url": 'f"https://example.com/{number}"',
    "slug": 'f"item-{number}"',
}


@dataclass(frozen=True)
class Samples:
    """Values as JSON has them. `numbered` is an expression of a variable `number`."""

    valid: object
    other: object
    wrong: tuple[object, ...]
    numbered: str


def samples_of(field: Field) -> Samples | None:
    """Values for `field`; None where too few can be told from its pattern or bounds."""
    pair = _pair(field)
    if pair is None or pair[0] == pair[1]:
        return None
    numbered = _numbered(field, pair[0]) if field.unique else repr(pair[0])
    return None if numbered is None else Samples(*pair, _wrong(field), numbered)


def _pair(field: Field) -> tuple[object, object] | None:
    if field.pattern is not None:
        variants = variants_of(field)
        return (variants[0], variants[1]) if len(variants) > 1 else None
    if field.type in {"string", "text"}:
        return _fit(field, words_of(field.name).capitalize()), _fit(field, "Another one")
    if field.type == "enum":
        return field.choices[0], field.choices[-1]
    if field.type in {"int", "bigint"}:
        least, most = whole_bounds(field)
        first = least if field.min is not None else min(1, most)
        return first, first + 1 if first < most else first - 1 if first > least else first
    if field.type in {"float", "decimal"}:
        return _fraction(field)
    pair = _FIXED[field.type]
    return pair if field.type not in {"slug", "url"} or all(fits(field, v) for v in pair) else None


def _fraction(field: Field) -> tuple[object, object]:
    whole = 10 ** min(field.precision - field.scale, 9) - 1
    most = _most(field, whole if field.type == "decimal" else 10**6)
    usual = Decimal(0) if most > 0 else max(most - 100, Decimal(-whole))
    least = usual if field.min is None else Decimal(str(field.min))
    first, second = min(least + Decimal("19.5"), most), min(least + Decimal("7.25"), most)
    if field.type == "float":
        return float(first), float(second if second != first else least)
    step = Decimal(1).scaleb(-field.scale)
    shown = [str(value.quantize(step, rounding="ROUND_FLOOR")) for value in (first, second, least)]
    return shown[0], shown[1] if shown[1] != shown[0] else shown[2]


def _most(field: Field, otherwise: int) -> Decimal:
    return Decimal(str(field.max)) if field.max is not None else Decimal(otherwise)


def _fit(field: Field, text: str) -> str:
    least = 1 if field.min_length is None else field.min_length
    return text[: length(field)].strip().ljust(least, "x")


def _wrong(field: Field) -> tuple[object, ...]:
    wrong: list[object] = list(_WRONG[field.type])
    if kind_of(field).lengthy and field.type not in {"bytes", "url", "slug"}:
        if (1 if field.min_length is None else field.min_length) > 0 and not field.pattern:
            wrong.append("")
        if length(field) <= 200:  # noqa: PLR2004 -- longer ones would fill the page
            wrong.append("x" * (length(field) + 1))
    if field.type in {"int", "bigint"}:
        least, most = whole_bounds(field)
        wrong += [least - 1, most + 1]
    if field.type == "float":
        wrong += [b + s for b, s in ((field.min, -1.5), (field.max, 1.5)) if b is not None]
    if field.type == "decimal" and field.min is not None:
        step = Decimal(1).scaleb(-field.scale)
        wrong.append(str((Decimal(str(field.min)) - step).quantize(step)))
    return tuple(wrong)


def _numbered(field: Field, valid: object) -> str | None:
    if field.pattern is not None:
        variants = variants_of(field)
        return (
            f"{variants[:VARIANTS]!r}[number % {VARIANTS}]" if len(variants) >= VARIANTS else None
        )
    if field.type == "string":
        room = length(field) - 6
        if room < 0:
            return None
        text = f"{str(valid)[:room]} " if room else ""
        pad = max((field.min_length or 1) - len(text), 1)
        return f'f"{text}{{number:0{pad}}}"' if pad > 1 else f'f"{text}{{number}}"'
    if field.type in {"int", "bigint"}:
        least, most = whole_bounds(field)
        start = least if field.min is not None else 0
        return (f"{start} + number" if start else "number") if most - start > 1000 else None  # noqa: PLR2004
    if field.type == "decimal":
        start = int(field.min or 0) + 1
        highest = _most(field, 10 ** (field.precision - field.scale) - 1)
        zeros = f".{'0' * field.scale}" if field.scale else ""
        return f'f"{{{start} + number}}{zeros}"' if highest - start > 1000 else None  # noqa: PLR2004
    return _NUMBERED[field.type] if length_of(field) >= 30 else None  # noqa: PLR2004


def length_of(field: Field) -> int:
    """The most characters of a text; enough where there is no such bound."""
    return length(field) if kind_of(field).lengthy else 1000


def variants_of(field: Field) -> tuple[str, ...]:
    """Texts like the example of `field`, one character changed, that its pattern takes."""
    example = str(field.example)
    found = {example: None}
    for place, character in enumerate(example):
        for other in _alike(character):
            text = example[:place] + other + example[place + 1 :]
            if fits(field, text):
                found[text] = None
    return tuple(found)


def _alike(character: str) -> str:
    for row in ("0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        if character in row:
            return row
    return ""


def fits(field: Field, value: object) -> bool:
    """Whether `value` is one that `field` would take."""
    try:
        TypeAdapter(_type(field)).validate_python(value)
    except ValidationError:
        return False
    return field.type != "enum" or value in field.choices


def _type(field: Field) -> Any:  # noqa: ANN401 -- a type that is made here
    if field.type in {"int", "bigint"}:
        least, most = whole_bounds(field)
        return Annotated[int, Constraint(ge=least, le=most)]
    if field.type == "float":
        return Annotated[float, Constraint(ge=field.min, le=field.max, allow_inf_nan=False)]
    if field.type == "decimal":
        bounds = Constraint(
            ge=field.min, le=field.max, max_digits=field.precision, decimal_places=field.scale
        )
        return Annotated[Decimal, bounds]
    if field.type == "bool":
        return bool
    least = 1 if field.min_length is None else field.min_length
    pattern = field.pattern
    if pattern is None and field.type == "slug":
        pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"
    most_letters = length(field) if kind_of(field).text else 1000
    return Annotated[str, Constraint(min_length=least, max_length=most_letters, pattern=pattern)]


def controls(text: str) -> bool:
    """Whether `text` holds control characters."""
    return re.search(r"[\x00-\x1f\x7f]", text) is not None
