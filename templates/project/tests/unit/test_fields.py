"""The field types take what the document says, and nothing else."""

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from src.core.fields import (
    NUMBER,
    Base64,
    ClockTime,
    Day,
    JsonObject,
    Moment,
    YesNo,
    decimal_text,
    to_scale,
    without_controls,
)

Whole = Annotated[int, Field(ge=0), NUMBER]
Real = Annotated[float, Field(le=9, allow_inf_nan=False), NUMBER]


def taken(kind: Any, value: object) -> object:  # noqa: ANN401 -- any type that Pydantic knows
    return TypeAdapter(kind).dump_python(TypeAdapter(kind).validate_python(value), mode="json")


@pytest.mark.parametrize(
    ("kind", "value", "sent"),
    [
        (Whole, 1.0, 1),
        (Real, 3, 3.0),
        (YesNo, False, False),
        (Day, "2026-02-28", "2026-02-28"),
        (Moment, "2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z"),
        (ClockTime, "23:59:00", "23:59:00"),
        (JsonObject, {"a": [1, None]}, {"a": [1, None]}),
        (Base64, "aGk=", "aGk="),
    ],
)
def test_a_value_is_taken_and_sent_back(kind: Any, value: object, sent: object) -> None:  # noqa: ANN401
    assert taken(kind, value) == sent


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Whole, "1"),
        (Whole, True),
        (Whole, 1.5),
        (Real, "1.5"),
        (Real, float("inf")),
        (YesNo, 1),
        (YesNo, "true"),
        (Day, 0),
        (Day, "20260228"),
        (Day, "2026-02-30"),
        (Moment, "2026-01-01T12:00:00"),
        (Moment, "0001-01-01T00:00:00+01:00"),
        (Moment, 0),
        (ClockTime, "24:00:00"),
        (JsonObject, {"a": float("inf")}),
        (JsonObject, {"a": "\ud800"}),
        (Base64, "not base64"),
    ],
)
def test_anything_else_is_refused(kind: Any, value: object) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError):
        taken(kind, value)


def test_the_document_tells_the_bounds() -> None:
    assert TypeAdapter(Whole).json_schema() == {"type": "integer", "minimum": 0}
    assert TypeAdapter(Real).json_schema() == {"type": "number", "maximum": 9}


def test_a_control_character_is_refused() -> None:
    assert without_controls("plain") == "plain"
    with pytest.raises(ValueError, match="control"):
        without_controls("a\x00")


def test_a_decimal_travels_as_text_with_all_its_digits() -> None:
    written, shown = decimal_text(r"[0-9]{1,3}(\.[0-9]{1,2})?")
    price = TypeAdapter(Annotated[Decimal, written, shown, to_scale(2)])
    assert price.dump_python(price.validate_python("7.1"), mode="json") == "7.10"
    for wrong in (7.1, "-7.1", "7.123", "1e2", "NaN"):
        with pytest.raises(ValidationError):
            price.validate_python(wrong)
