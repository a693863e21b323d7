"""What a cursor may hold: callers can forge one."""

import base64
import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import BigInteger
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column

from src.core.errors import NotFound
from src.core.models import ExactDecimal, UtcDateTime
from src.core.pagination import _decode, _encode


class Local(DeclarativeBase):
    """Base of a table that no database has."""


class Thing(Local):
    """One column of each kind that a list may be ordered by."""

    __tablename__ = "things"

    name: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    much: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    price: Mapped[Decimal] = mapped_column(ExactDecimal(10, 2))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Thing.name, "Ada"),
        (Thing.count, 2**31 - 1),
        (Thing.much, 2**31),
        (Thing.at, datetime(2026, 1, 1, tzinfo=UTC)),
        (Thing.price, Decimal("1.50")),
    ],
)
def test_a_cursor_is_read_as_it_was_written(key: InstrumentedAttribute[Any], value: object) -> None:
    assert _decode(_encode([value]), [key]) == [value]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Thing.name, "\x00"),
        (Thing.count, 2**31),
        (Thing.much, 2**63),
        (Thing.at, "2026-01-01T00:00:00"),
        (Thing.price, "many"),
    ],
)
def test_a_forged_cursor_names_no_page(key: InstrumentedAttribute[Any], value: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([value]).encode()).decode()
    with pytest.raises(NotFound):
        _decode(cursor, [key])
