"""Rows that stay in their table when they are removed, and that nobody sees any more."""

from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, RelationshipProperty, mapped_column
from sqlalchemy.orm.interfaces import ONETOMANY

from src.core.errors import Conflict
from src.core.models import utc_now


class SoftDeleted:
    """Tells when the row was removed; null as long as it is there."""

    deleted_at: Mapped[datetime | None] = mapped_column(default=None, sort_order=1)


async def remove(session: AsyncSession, row: Any) -> None:  # noqa: ANN401 -- a row of any table
    """Remove `row`: keep it out of sight where its table can, and settle what refers to it.

    What a database does by itself when a row goes (`ON DELETE`) is done here for one that stays.

    Raises:
        Conflict: a row that is there still refers to it.
    """
    if isinstance(row, SoftDeleted):
        for relationship in inspect(type(row)).relationships:
            if relationship.direction is ONETOMANY:
                await _settle(session, row, relationship)
        row.deleted_at = utc_now()
    else:
        await session.delete(row)
    # Each row by itself: to order several, the session would load what they refer to.
    await session.flush()


async def _settle(session: AsyncSession, row: Any, relationship: RelationshipProperty[Any]) -> None:  # noqa: ANN401
    """Do to the rows on the other end of `relationship` what its foreign key says."""
    other = relationship.mapper.class_
    ((_, column),) = relationship.local_remote_pairs or ()
    if relationship.cascade.delete_orphan or relationship.passive_deletes == "all":
        statement = select(other).where(column == row.id)
        if issubclass(other, SoftDeleted):
            statement = statement.where(other.deleted_at.is_(None))
        found = (await session.execute(statement)).scalars().all()
        if found and not relationship.cascade.delete_orphan:
            raise Conflict("Something still refers to it")
        for dependent in found:
            # fe-skill: ignore[FE403] each of them may have dependents of its own
            await remove(session, dependent)
    else:
        await session.execute(update(other).where(column == row.id).values({column.name: None}))
