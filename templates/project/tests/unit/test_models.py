"""The column types and mixins of the base."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite

from src.core.models import ExactDecimal, UtcDateTime
from src.models import Base

SQLITE = sqlite.dialect()
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), SQLITE)  # noqa: DTZ001


def test_a_moment_comes_back_from_sqlite_in_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    stored = UtcDateTime().process_bind_param(noon, SQLITE)
    assert stored == datetime(2026, 1, 1, 10)  # noqa: DTZ001
    assert UtcDateTime().process_result_value(stored, SQLITE) == noon


def test_postgresql_keeps_the_zone_by_itself() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert UtcDateTime().process_bind_param(noon, POSTGRESQL) == noon
    assert UtcDateTime().process_result_value(noon, POSTGRESQL) is noon


def test_nothing_stays_nothing() -> None:
    assert UtcDateTime().process_bind_param(None, SQLITE) is None
    assert UtcDateTime().process_result_value(None, SQLITE) is None


@pytest.mark.parametrize("text", ["0.10", "-7.25", "99999999999.99", "0.00"])
def test_a_decimal_of_fifteen_digits_comes_back_from_sqlite_as_it_was(text: str) -> None:
    money = ExactDecimal(13, 2)
    stored = money.process_bind_param(Decimal(text), SQLITE)
    assert isinstance(stored, float)
    assert str(money.process_result_value(stored, SQLITE)) == text


def test_postgresql_keeps_decimals_by_itself() -> None:
    price = Decimal("0.1")
    assert ExactDecimal(10, 2).process_bind_param(price, POSTGRESQL) is price
    assert str(ExactDecimal(10, 2).load_dialect_impl(POSTGRESQL)) == "NUMERIC(10, 2)"


def test_no_decimal_stays_none() -> None:
    assert ExactDecimal(10, 2).process_bind_param(None, SQLITE) is None
    assert ExactDecimal(10, 2).process_result_value(None, SQLITE) is None


def test_every_constraint_and_foreign_key_is_named_and_indexed() -> None:
    for table in Base.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        unique = {one for one in table.constraints if isinstance(one, UniqueConstraint)}
        leading = {next(iter(index.columns)).name for index in table.indexes | unique}
        for key in table.foreign_keys:
            assert key.parent.name in leading, f"{table.name}.{key.parent.name}"
