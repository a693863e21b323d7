"""Making, finding and changing tags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import Query
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.audit import Audit, state_of
from src.core.concurrency import require_match
from src.core.errors import Conflict, NotFound
from src.core.fields import PLAIN_TEXT
from src.core.idempotency import Idempotency
from src.core.models import utc_now
from src.core.pagination import PageRequest, Rows, paginate
from src.domains.vault.models import Tag
from src.domains.vault.schemas import TagIn, TagUpdate

logger = structlog.get_logger(__name__)

ORDERS = {
    "id": (Tag.id,),
    "name": (Tag.name, Tag.id),
}


@dataclass(frozen=True)
class TagFilters:
    """Which tags a list shows, and in which order."""

    name: Annotated[
        str | None,
        Query(max_length=100, pattern=PLAIN_TEXT, description="Only those with this value"),
    ] = None
    order_by: Annotated[
        Literal["id", "-id", "name", "-name"],
        Query(description="`-` in front reverses; `id` is the order of creation"),
    ] = "id"


class TagService:
    """All that is done to tags, within one session."""

    def __init__(self, session: AsyncSession, owner_id: UUID, audit: Audit) -> None:
        self.session = session
        self.owner_id = owner_id
        self.audit = audit

    async def create(self, tag_in: TagIn, idempotency: Idempotency) -> Tag:
        """Make a tag.

        Raises:
            Conflict: a value is taken, an id names nothing, or the key's row is gone.
        """
        if (earlier := await idempotency.find(tag_in)) is not None:
            try:
                return await self.get(earlier)
            except NotFound as error:
                raise Conflict("What was made with this key is gone") from error
        values = _values(tag_in)
        await self._refuse_taken(values)
        tag = Tag(
            **values,
            owner_id=self.owner_id,
        )
        self.session.add(tag)
        await self.session.flush()
        await idempotency.remember(tag_in, tag.id)
        self.audit.created(tag)
        await self.session.commit()
        logger.info("tag_created", tag_id=str(tag.id))
        return tag

    async def get(self, tag_id: UUID) -> Tag:
        """The tag with this id.

        Raises:
            NotFound: there is none.
        """
        statement = self._visible().where(Tag.id == tag_id)
        tag = (await self.session.execute(statement)).scalar_one_or_none()
        if tag is None:
            raise NotFound("There is no such tag")
        return tag

    async def list(self, page: PageRequest, filters: TagFilters) -> Rows[Tag]:
        """A page of the tags that `filters` lets through."""
        statement = self._visible()
        equal = {
            Tag.name: filters.name,
        }
        for column, value in equal.items():
            if value is not None:
                statement = statement.where(column == value)
        keys = ORDERS[filters.order_by.removeprefix("-")]
        descending = filters.order_by.startswith("-")
        return await paginate(self.session, statement, page, *keys, descending=descending)

    async def update(self, tag_id: UUID, changes: TagUpdate, if_match: str | None) -> Tag:
        """Change what `changes` names.

        Raises:
            NotFound: there is no such tag.
            PreconditionFailed: the caller's copy is out of date.
            Conflict: a value is taken, or an id names nothing.
        """
        tag = await self.get(tag_id)
        require_match(tag, if_match)
        before = state_of(tag)
        values = _values(changes)
        await self._refuse_taken(values, tag_id)
        for name, value in values.items():
            setattr(tag, name, value)
        if changes.model_fields_set:
            tag.updated_at = utc_now()
        self.audit.updated(tag, before)
        await self.session.commit()
        logger.info("tag_updated", tag_id=str(tag_id))
        return tag

    async def delete(self, tag_id: UUID) -> None:
        """Remove a tag.

        Raises:
            NotFound: there is no such tag.
        """
        tag = await self.get(tag_id)
        self.audit.deleted(tag)
        await self.session.delete(tag)
        await self.session.commit()
        logger.info("tag_deleted", tag_id=str(tag_id))

    def _visible(self) -> Select[Tag]:
        """What the caller may see, with all that an answer shows of it."""
        return select(Tag).where(Tag.owner_id == self.owner_id)

    async def _refuse_taken(self, values: Mapping[str, Any], own_id: UUID | None = None) -> None:
        """Refuse values that another row of the owner has and only one may have."""
        for column in (Tag.name,):
            value = values.get(column.key)
            statement = select(Tag.id).where(
                column == value, Tag.id != own_id, Tag.owner_id == self.owner_id
            )
            if value is not None and (await self.session.execute(statement)).scalar_one_or_none():
                raise Conflict(f"Another tag has this `{column.key}`")


def _values(given: TagIn | TagUpdate) -> dict[str, Any]:
    """The columns that `given` names."""
    return given.model_dump()
