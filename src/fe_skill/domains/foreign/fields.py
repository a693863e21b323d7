"""Fields that were asked for, as the idiom's columns, schemas and migrations write them.

Lives here: Written, written, TYPES.
Does not:   the classes around them (write_models.py, write_schemas.py).
"""

from dataclasses import dataclass
from functools import cached_property

from fe_skill.domains.foreign.idiom import Idiom
from fe_skill.domains.foreign.piece import Need, Piece
from fe_skill.domains.kinds import LENGTHS, length, number
from fe_skill.domains.spec import Field
from fe_skill.templating.literals import quoted

# Each type: Python, where that comes from, the column's type, the migration's.
_LENGTHY = ("str", "", "String({length})", "sa.String(length={length})")
TYPES = {
    "string": _LENGTHY,
    "slug": _LENGTHY,
    "url": _LENGTHY,
    "email": _LENGTHY,
    "enum": _LENGTHY,
    "text": ("str", "", "Text", "sa.Text()"),
    "int": ("int", "", "Integer", "sa.Integer()"),
    "bigint": ("int", "", "BigInteger", "sa.BigInteger()"),
    "float": ("float", "", "Float", "sa.Float()"),
    "decimal": (
        "Decimal",
        "decimal.Decimal",
        "Numeric({precision}, {scale})",
        "sa.Numeric(precision={precision}, scale={scale})",
    ),
    "bool": ("bool", "", "Boolean", "sa.Boolean()"),
    "date": ("date", "datetime.date", "Date", "sa.Date()"),
    "datetime": (
        "datetime",
        "datetime.datetime",
        "DateTime(timezone=True)",
        "sa.DateTime(timezone=True)",
    ),
    "time": ("time", "datetime.time", "Time", "sa.Time()"),
    "uuid": ("UUID", "uuid.UUID", "Uuid", "sa.Uuid()"),
    "json": ("dict[str, Any]", "typing.Any", "JSON", "sa.JSON()"),
    "bytes": ("bytes", "", "LargeBinary", "sa.LargeBinary()"),
}
# What Python's own type already tells SQLAlchemy.
_TOLD = frozenset(("int", "bool", "date", "time", "uuid"))
_PATTERNS = {"slug": r"^[a-z0-9]+(-[a-z0-9]+)*$", "url": r"^https?://[^\s/]+\S*$"}
_LONGEST = 50


@dataclass(frozen=True)
class Written:
    """One field in the idiom."""

    field: Field
    idiom: Idiom
    email: bool

    @property
    def _sizes(self) -> dict[str, int]:
        field = self.field
        size = max(map(len, field.choices)) if field.choices else 0
        return {
            "length": size or (length(field) if field.type in LENGTHS else 0),
            "precision": field.precision,
            "scale": field.scale,
        }

    @cached_property
    def python(self) -> Piece:
        """The type of its values, without None."""
        text, dotted, *_ = TYPES[self.field.type]
        return Piece(text, _needs(dotted))

    @cached_property
    def schema(self) -> Piece:
        """The type of what callers send and get."""
        if self.field.choices:
            choices = ", ".join(quoted(choice) for choice in self.field.choices)
            return Piece(f"Literal[{choices}]", _needs("typing.Literal"))
        if self.field.type == "email" and self.email:
            return Piece("EmailStr", _needs("pydantic.EmailStr"))
        if self.field.type == "bytes":
            return Piece("Base64Bytes", _needs("pydantic.Base64Bytes"))
        return self.python

    def optional(self, piece: Piece) -> Piece:
        """The same, or None."""
        if self.idiom.optional:
            return Piece(f"Optional[{piece.text}]", piece.needs | _needs("typing.Optional"))
        return Piece(f"{piece.text} | None", piece.needs)

    @cached_property
    def migration(self) -> str:
        """The column's type in a migration."""
        return TYPES[self.field.type][3].format(**self._sizes)

    def column_type(self) -> Piece:
        """The column's type in a class."""
        text = TYPES[self.field.type][2].format(**self._sizes)
        prefix = self.idiom.model.prefix
        if prefix:
            return Piece(f"{prefix}{text}", frozenset({Need("sqlalchemy", "sa")}))
        return Piece(text, _needs(f"sqlalchemy.{text.partition('(')[0]}"))

    @property
    def default(self) -> str | None:
        """Its default as an expression."""
        value = self.field.default
        if value is None:
            return "None" if self.field.nullable else None
        if self.field.type == "decimal":
            return f'Decimal("{value}")'
        return quoted(value) if isinstance(value, str) else repr(value)

    def constraints(self) -> list[str]:
        """The bounds, as arguments of Pydantic's `Field`."""
        field = self.field
        found = []
        if field.type in {"string", "text", "slug", "url", "bytes"}:
            least = 1 if field.min_length is None else field.min_length
            found += [f"min_length={least}"] if least and field.type != "bytes" else []
            found.append(f"max_length={length(field)}")
        if field.type == "email" and not self.email:
            found.append(f"max_length={LENGTHS['email']}")
        if field.type == "decimal":
            found += [f"max_digits={field.precision}", f"decimal_places={field.scale}"]
        found += [f"ge={number(field.min)}"] if field.min is not None else []
        found += [f"le={number(field.max)}"] if field.max is not None else []
        pattern = field.pattern or _PATTERNS.get(field.type)
        if pattern is not None:
            name = "regex" if self.idiom.schema.version == 1 else "pattern"
            found.append(f"{name}=r{quoted(pattern)}")
        if field.description is not None:
            found.append(f"description={quoted(field.description)}")
        return found

    def column_arguments(self) -> list[str]:
        """What stands behind the type of the column."""
        return [f"{name}=True" for name in ("unique", "index") if getattr(self.field, name)]

    @property
    def told(self) -> bool:
        """Whether the Python type alone makes the right column."""
        return self.field.type in _TOLD and not self.idiom.model.explicit


def _needs(dotted: str) -> frozenset[Need]:
    return frozenset({Need(dotted, dotted.rpartition(".")[2])}) if dotted else frozenset()
