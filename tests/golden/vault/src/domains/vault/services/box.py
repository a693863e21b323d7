"""Making, finding and changing boxes."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import Query
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.concurrency import require_match
from src.core.errors import Conflict, NotFound
from src.core.idempotency import Idempotency
from src.core.models import utc_now
from src.core.pagination import PageRequest, Rows, paginate
from src.core.soft_delete import remove
from src.domains.vault.models import Box
from src.domains.vault.schemas import BoxIn, BoxUpdate

logger = structlog.get_logger(__name__)

ORDERS = {
    "id": (Box.id,),
    "name": (Box.name, Box.id),
}


@dataclass(frozen=True)
class BoxFilters:
    """Which boxes a list shows, and in which order."""

    order_by: Annotated[
        Literal["id", "-id", "name", "-name"],
        Query(description="`-` in front reverses; `id` is the order of creation"),
    ] = "id"


class BoxService:
    """All that is done to boxes, within one session."""

    def __init__(self, session: AsyncSession, owner_id: UUID) -> None:
        self.session = session
        self.owner_id = owner_id

    async def create(self, box_in: BoxIn, idempotency: Idempotency) -> Box:
        """Make a box.

        Raises:
            Conflict: a value is taken, an id names nothing, or the key's row is gone.
        """
        if (earlier := await idempotency.find(box_in)) is not None:
            try:
                return await self.get(earlier)
            except NotFound as error:
                raise Conflict("What was made with this key is gone") from error
        values = _values(box_in)
        box = Box(
            **values,
            owner_id=self.owner_id,
        )
        self.session.add(box)
        await self.session.flush()
        await idempotency.remember(box_in, box.id)
        await self.session.commit()
        logger.info("box_created", box_id=str(box.id))
        return box

    async def get(self, box_id: UUID) -> Box:
        """The box with this id.

        Raises:
            NotFound: there is none.
        """
        statement = self._visible().where(Box.id == box_id)
        box = (await self.session.execute(statement)).scalar_one_or_none()
        if box is None:
            raise NotFound("There is no such box")
        return box

    async def list(self, page: PageRequest, filters: BoxFilters) -> Rows[Box]:
        """A page of the boxes that `filters` lets through."""
        statement = self._visible()
        keys = ORDERS[filters.order_by.removeprefix("-")]
        descending = filters.order_by.startswith("-")
        return await paginate(self.session, statement, page, *keys, descending=descending)

    async def update(self, box_id: UUID, changes: BoxUpdate, if_match: str | None) -> Box:
        """Change what `changes` names.

        Raises:
            NotFound: there is no such box.
            PreconditionFailed: the caller's copy is out of date.
            Conflict: a value is taken, or an id names nothing.
        """
        box = await self.get(box_id)
        require_match(box, if_match)
        values = _values(changes)
        for name, value in values.items():
            setattr(box, name, value)
        if changes.model_fields_set:
            box.updated_at = utc_now()
        await self.session.commit()
        logger.info("box_updated", box_id=str(box_id))
        return box

    async def delete(self, box_id: UUID) -> None:
        """Remove a box.

        Raises:
            NotFound: there is no such box.
            Conflict: something still refers to it.
        """
        box = await self.get(box_id)
        await remove(self.session, box)
        await self.session.commit()
        logger.info("box_deleted", box_id=str(box_id))

    def _visible(self) -> Select[Box]:
        """What the caller may see, with all that an answer shows of it."""
        return select(Box).where(Box.owner_id == self.owner_id, Box.deleted_at.is_(None))


def _values(given: BoxIn | BoxUpdate) -> dict[str, Any]:
    """The columns that `given` names."""
    return given.model_dump()
