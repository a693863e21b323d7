"""Keyset pagination: stable while rows come and go, and the last page is as fast as the first."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import from_json, to_json
from sqlalchemy import BigInteger, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from src.core.errors import NotFound

Row = TypeVar("Row")
Item = TypeVar("Item", bound=BaseModel)


class Page(BaseModel, Generic[Item]):
    """Some of the items, in a stable order."""

    model_config = ConfigDict(from_attributes=True)

    items: list[Item]
    next_cursor: str | None = Field(
        description="Send it as `cursor` for the next page; null at the end"
    )


@dataclass(frozen=True)
class PageRequest:
    """Which page a caller wants."""

    limit: int
    cursor: str | None


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """The rows of one page, to be read into a `Page` once, when they are sent."""

    items: Sequence[Row]
    next_cursor: str | None


async def get_page_request(
    limit: Annotated[int, Query(ge=1, le=100, description="How many items at most")] = 20,
    cursor: Annotated[
        str | None,
        Query(
            max_length=2000,  # room for the longest text that a list is ordered by
            pattern=r"^[A-Za-z0-9_-]+$",
            description="`next_cursor` of the page before; leave it out for the first page",
        ),
    ] = None,
) -> PageRequest:
    """The page that the query asks for."""
    return PageRequest(limit, cursor)


PageDep = Annotated[PageRequest, Depends(get_page_request)]


async def paginate(
    session: AsyncSession,
    statement: Select[Row],
    page: PageRequest,
    *keys: InstrumentedAttribute[Any],
    descending: bool = False,
) -> Rows[Row]:
    """The rows of `page`, ordered by `keys`, which together are unique and never null.

    Raises:
        NotFound: the cursor isn't one that we gave out for this order.
    """
    position = tuple_(*keys)
    if page.cursor is not None:
        last = tuple_(*map(literal, _decode(page.cursor, keys), (key.type for key in keys)))
        statement = statement.where(position < last if descending else position > last)
    order = [key.desc() if descending else key.asc() for key in keys]
    result = await session.execute(statement.order_by(*order).limit(page.limit + 1))
    rows = result.scalars().all()
    if len(rows) <= page.limit:
        return Rows(rows, None)
    rows = rows[: page.limit]
    return Rows(rows, _encode([getattr(rows[-1], key.key) for key in keys]))


def _encode(values: Sequence[object]) -> str:
    return base64.urlsafe_b64encode(to_json(values)).decode().rstrip("=")


def _decode(cursor: str, keys: Sequence[InstrumentedAttribute[Any]]) -> Sequence[object]:
    try:
        values = from_json(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_read(key, value) for key, value in zip(keys, values, strict=True)]
    except (TypeError, ValueError) as error:
        raise NotFound("There is no page at this cursor") from error


def _read(key: InstrumentedAttribute[Any], value: object) -> object:
    """A value of a cursor as the column takes it; a forged one may be none."""
    read = TypeAdapter(key.type.python_type).validate_python(value)
    limit = 2**63 if isinstance(key.type, BigInteger) else 2**31
    if isinstance(read, int) and not -limit <= read < limit:
        raise ValueError("the column holds no such number")
    if isinstance(read, str) and "\x00" in read:
        raise ValueError("the column holds no NUL")
    if isinstance(read, datetime) and read.tzinfo is None:
        raise ValueError("the column holds moments with their zone")
    return read
