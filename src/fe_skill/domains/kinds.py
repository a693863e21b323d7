"""What each type of field means: its column, its schema, and what it can be used for.

Lives here: Kind, KINDS, kind_of.
Does not:   values that show and test it (samples.py).
"""

from collections.abc import Callable
from dataclasses import dataclass

from fe_skill.domains.spec import Field
from fe_skill.templating.literals import quoted

# Beyond 2**53 most readers of JSON round.
INT_BOUNDS = {"int": (-(2**31), 2**31 - 1), "bigint": (1 - 2**53, 2**53 - 1)}
LONGEST_ORDERED = 300
LENGTHS = {"string": 200, "slug": 100, "url": 2000, "email": 254, "text": 10_000, "bytes": 65_536}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One type. `column` is empty where the annotation alone makes the column."""

    python: str
    column: Callable[[Field], str] = lambda _field: ""
    migration: Callable[[Field], str]
    schema: Callable[[Field], str]
    unique: bool = True
    index: bool = True
    ordered: bool = True
    filter: str | None = None
    text: bool = False
    lengthy: bool = False
    bounded: bool = False
    default: bool = True


def length(field: Field) -> int:
    """The most characters that a text may have."""
    return field.max_length or LENGTHS[field.type]


def whole_bounds(field: Field) -> tuple[int, int]:
    """The least and the greatest value of an integer."""
    lowest, highest = INT_BOUNDS[field.type]
    least = lowest if field.min is None else int(field.min)
    return least, highest if field.max is None else int(field.max)


def number(value: float) -> str:
    """A bound as code and SQL write it."""
    return str(int(value)) if value == int(value) else repr(value)


def _string(column: str) -> Callable[[Field], str]:
    return lambda field: f"{column}(length={length(field)})"


def _text(pattern: str) -> Callable[[Field], str]:
    def schema(field: Field) -> str:
        least = 1 if field.min_length is None else field.min_length
        bounds = f"min_length={least}, max_length={length(field)}"
        if field.pattern is None:
            return f"Annotated[str, Field({bounds}, pattern={pattern})]"
        own = f"Field({bounds}, pattern=r{quoted(field.pattern)})"
        if "\\" not in field.pattern:
            own = f"Field({bounds}, pattern={quoted(field.pattern)})"
        return f"Annotated[str, {own}, AfterValidator(without_controls)]"

    return schema


def _whole(field: Field) -> str:
    least, most = whole_bounds(field)
    return f"Annotated[int, Field(ge={least}, le={most}), NUMBER]"


def _real(field: Field) -> str:
    least = "-1e300" if field.min is None else number(field.min)
    most = "1e300" if field.max is None else number(field.max)
    return f"Annotated[float, Field(ge={least}, le={most}, allow_inf_nan=False), NUMBER]"


def decimal_pattern(field: Field) -> str:
    """The form of a decimal as text."""
    sign = "-?" if field.min is None or field.min < 0 else ""
    whole = f"[0-9]{{1,{field.precision - field.scale}}}"
    return f"{sign}{whole}" + (rf"(\.[0-9]{{1,{field.scale}}})?" if field.scale else "")


def _decimal(field: Field) -> str:
    bounds = []
    if field.min not in {None, 0}:
        bounds.append(f"ge={number(field.min)}")
    if field.max is not None:
        bounds.append(f"le={number(field.max)}")
    limits = f"Field({', '.join(bounds)}), " if bounds else ""
    form = f'*decimal_text(r"{decimal_pattern(field)}")'
    return f"Annotated[Decimal, {form}, {limits}to_scale({field.scale})]"


def _choices_length(field: Field) -> int:
    return max(map(len, field.choices))


def _plain(name: str) -> Callable[[Field], str]:
    return lambda _field: name


KINDS: dict[str, Kind] = {
    "string": Kind(
        python="str",
        column=lambda field: f"String({length(field)})",
        migration=_string("sa.String"),
        schema=_text("PLAIN_TEXT"),
        filter="str",
        text=True,
        lengthy=True,
    ),
    "text": Kind(
        python="str",
        column=_plain("Text"),
        migration=_plain("sa.Text()"),
        schema=_text("LONG_TEXT"),
        unique=False,
        index=False,
        ordered=False,
        text=True,
        lengthy=True,
    ),
    "slug": Kind(
        python="str",
        column=lambda field: f"String({length(field)})",
        migration=_string("sa.String"),
        schema=_text("SLUG"),
        filter="str",
        text=True,
        lengthy=True,
    ),
    "url": Kind(
        python="str",
        column=lambda field: f"String({length(field)})",
        migration=_string("sa.String"),
        schema=_text("WEB_ADDRESS"),
        filter="str",
        text=True,
        ordered=False,
        lengthy=True,
    ),
    "email": Kind(
        python="str",
        column=_plain("String(254)"),
        migration=_plain("sa.String(length=254)"),
        schema=_plain("NormalisedEmail"),
        filter="str",
        text=True,
    ),
    "int": Kind(
        python="int", migration=_plain("sa.Integer()"), schema=_whole, filter="int", bounded=True
    ),
    "bigint": Kind(
        python="int",
        column=_plain("BigInteger"),
        migration=_plain("sa.BigInteger()"),
        schema=_whole,
        filter="int",
        bounded=True,
    ),
    "float": Kind(
        python="float",
        migration=_plain("sa.Double()"),
        schema=_real,
        unique=False,
        bounded=True,
    ),
    "decimal": Kind(
        python="Decimal",
        column=lambda field: f"ExactDecimal({field.precision}, {field.scale})",
        migration=lambda f: f"sa.Numeric(precision={f.precision}, scale={f.scale})",
        schema=_decimal,
        bounded=True,
    ),
    "bool": Kind(
        python="bool",
        migration=_plain("sa.Boolean()"),
        schema=_plain("YesNo"),
        unique=False,
        ordered=False,
        filter="bool",
    ),
    "date": Kind(
        python="date",
        migration=_plain("sa.Date()"),
        schema=_plain("Day"),
        filter="Day",
        default=False,
    ),
    "datetime": Kind(
        python="datetime",
        migration=_plain("sa.DateTime(timezone=True)"),
        schema=_plain("Moment"),
        default=False,
    ),
    "time": Kind(
        python="time",
        migration=_plain("sa.Time()"),
        schema=_plain("ClockTime"),
        default=False,
    ),
    "uuid": Kind(
        python="UUID",
        migration=_plain("sa.Uuid()"),
        schema=_plain("UUID"),
        ordered=False,
        filter="UUID",
        default=False,
    ),
    "json": Kind(
        python="dict[str, Any]",
        column=_plain("JSON(none_as_null=True)"),
        migration=_plain("sa.JSON(none_as_null=True)"),
        schema=_plain("JsonObject"),
        unique=False,
        index=False,
        ordered=False,
        default=False,
    ),
    "enum": Kind(
        python="str",
        column=lambda field: f"String({_choices_length(field)})",
        migration=lambda field: f"sa.String(length={_choices_length(field)})",
        schema=_plain("enum"),
        unique=False,
        filter="enum",
    ),
    "bytes": Kind(
        python="bytes",
        column=_plain("LargeBinary"),
        migration=_plain("sa.LargeBinary()"),
        schema=lambda field: f"Annotated[Base64, Field(max_length={length(field)})]",
        unique=False,
        index=False,
        ordered=False,
        default=False,
        lengthy=True,
    ),
}


def kind_of(field: Field) -> Kind:
    """What `field`'s type means."""
    return KINDS[field.type]


def may_order(field: Field) -> bool:
    """Whether a list can be ordered by `field`: never null, and short enough for a cursor."""
    kind = kind_of(field)
    short = not kind.text or length(field) <= LONGEST_ORDERED
    return kind.ordered and field.required and not field.secret and short


def may_filter(field: Field) -> bool:
    """Whether a list can be narrowed to a value of `field`."""
    useful = field.unique or field.index or field.type in {"enum", "bool"}
    free = field.name not in {"limit", "cursor", "q", "order_by"}
    return bool(kind_of(field).filter) and useful and free and not field.secret


def has_alias(field: Field) -> bool:
    """Whether the schemas give `field`'s type a name of its own."""
    schema = kind_of(field).schema(field)
    return schema.startswith("Annotated[") or field.description is not None
