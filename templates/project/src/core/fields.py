"""Types of fields that schemas share. Each tells in the document just what it takes.

Pydantic by itself takes more than the document says: "1" and true for a number, a number for a
date. A caller who relies on that is surprised by the next service.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

# No control characters: PostgreSQL refuses NUL, and one line has no use for the others.
PLAIN_TEXT = r"^[^\x00-\x1f\x7f]*$"
# Several lines: tabulators and line ends may stay.
LONG_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

# What `EmailStr` refuses besides malformed addresses, told to those who read the schema.
NO_RESERVED_DOMAIN = r"^[^@]+@(?!([^@]+\.)?(arpa|invalid|local|localhost|onion|test)$)[^@]+$"

WEB_ADDRESS = r"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][!-~]*)?$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

NormalisedEmail = Annotated[
    EmailStr,
    Field(max_length=254, json_schema_extra={"pattern": NO_RESERVED_DOMAIN}),
    AfterValidator(str.lower),
]


def _a_number(value: object) -> object:
    if isinstance(value, bool | str | bytes):
        raise ValueError("Input should be a number")  # noqa: TRY004 -- Pydantic reports this one
    return value


def _a_boolean(value: object) -> object:
    if not isinstance(value, bool):
        raise ValueError("Input should be true or false")  # noqa: TRY004
    return value


def _written(pattern: str) -> Callable[[object], object]:
    """A check that what comes from outside is text of this form; values of our own pass."""

    def check(value: object) -> object:
        if isinstance(value, int | float) or (
            isinstance(value, str) and not re.fullmatch(pattern, value)
        ):
            raise ValueError("Input should be text in the form that the description gives")
        return value

    return check


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("Input should be within the years 1 to 9999 in UTC") from error


def _sendable(value: dict[str, Any]) -> dict[str, Any]:
    """JSON has no infinity and UTF-8 no half characters, though Python reads both."""
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    return value


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("Input should be base64") from error


def _distinct(value: list[UUID]) -> list[UUID]:
    if len(set(value)) < len(value):
        raise ValueError("Input should name each id once")
    return value


def without_controls(value: str) -> str:
    """Refuse control characters where another pattern is published."""
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("Input should hold no control characters")
    return value


def to_scale(scale: int) -> AfterValidator:
    """Give a decimal as many digits after the point as are stored."""
    step = Decimal(1).scaleb(-scale)
    return AfterValidator(lambda value: value.quantize(step))


def decimal_text(pattern: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Decimals travel as text: a JSON number is read as a float, which holds no tenth exactly."""
    return (
        BeforeValidator(_written(pattern)),
        WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"}),
    )


# Goes last among the parts of a type, or the document would lose the bounds.
NUMBER = BeforeValidator(_a_number)

YesNo = Annotated[bool, BeforeValidator(_a_boolean)]
Day = Annotated[date, BeforeValidator(_written(r"\d{4}-\d\d-\d\d"))]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")),
    AfterValidator(_in_utc),
]
ClockTime = Annotated[
    time,
    BeforeValidator(_written(CLOCK)),
    WithJsonSchema({"type": "string", "pattern": CLOCK}),
]
JsonObject = Annotated[dict[str, Any], AfterValidator(_sendable)]
Base64 = Annotated[
    bytes,
    BeforeValidator(_decoded),
    PlainSerializer(
        lambda value: base64.b64encode(value).decode(), return_type=str, when_used="json"
    ),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "pattern": BASE64}),
]
Ids = Annotated[
    list[UUID],
    Field(max_length=100, json_schema_extra={"uniqueItems": True}),
    AfterValidator(_distinct),
]


class Reference(BaseModel):
    """Something of another domain, by its id."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={"examples": [{"id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90"}]},
    )

    id: UUID
