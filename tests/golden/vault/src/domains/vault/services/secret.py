"""Making, finding and changing secrets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import Query
from pydantic import SecretStr
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from src.core.audit import Audit, state_of
from src.core.concurrency import require_match
from src.core.errors import Conflict, NotFound
from src.core.fields import PLAIN_TEXT
from src.core.idempotency import Idempotency
from src.core.models import utc_now
from src.core.pagination import PageRequest, Rows, paginate
from src.core.soft_delete import remove
from src.domains.vault.models import Box, Secret, Tag
from src.domains.vault.schemas import SecretIn, SecretUpdate

logger = structlog.get_logger(__name__)

ORDERS = {
    "id": (Secret.id,),
    "label": (Secret.label, Secret.id),
}


@dataclass(frozen=True)
class SecretFilters:
    """Which secrets a list shows, and in which order."""

    label: Annotated[
        str | None,
        Query(max_length=60, pattern=PLAIN_TEXT, description="Only those with this value"),
    ] = None
    box_id: Annotated[UUID | None, Query(description="Only those with this id")] = None
    order_by: Annotated[
        Literal["id", "-id", "label", "-label"],
        Query(description="`-` in front reverses; `id` is the order of creation"),
    ] = "id"


class SecretService:
    """All that is done to secrets, within one session."""

    def __init__(self, session: AsyncSession, owner_id: UUID, audit: Audit) -> None:
        self.session = session
        self.owner_id = owner_id
        self.audit = audit

    async def create(self, secret_in: SecretIn, idempotency: Idempotency) -> Secret:
        """Make a secret.

        Raises:
            Conflict: a value is taken, an id names nothing, or the key's row is gone.
        """
        if (earlier := await idempotency.find(secret_in)) is not None:
            try:
                return await self.get(earlier)
            except NotFound as error:
                raise Conflict("What was made with this key is gone") from error
        values = _values(secret_in)
        await self._refuse_taken(values)
        await self._refuse_unknown(values)
        secret = Secret(
            **values,
            owner_id=self.owner_id,
            tags=await self._find_tags(secret_in.tag_ids),
        )
        self.session.add(secret)
        await self.session.flush()
        await idempotency.remember(secret_in, secret.id)
        self.audit.created(secret)
        await self.session.commit()
        logger.info("secret_created", secret_id=str(secret.id))
        return secret

    async def get(self, secret_id: UUID) -> Secret:
        """The secret with this id.

        Raises:
            NotFound: there is none.
        """
        statement = self._visible().where(Secret.id == secret_id)
        secret = (await self.session.execute(statement)).scalar_one_or_none()
        if secret is None:
            raise NotFound("There is no such secret")
        return secret

    async def list(self, page: PageRequest, filters: SecretFilters) -> Rows[Secret]:
        """A page of the secrets that `filters` lets through."""
        statement = self._visible()
        equal = {
            Secret.label: filters.label,
            Secret.box_id: filters.box_id,
        }
        for column, value in equal.items():
            if value is not None:
                statement = statement.where(column == value)
        keys = ORDERS[filters.order_by.removeprefix("-")]
        descending = filters.order_by.startswith("-")
        return await paginate(self.session, statement, page, *keys, descending=descending)

    async def update(self, secret_id: UUID, changes: SecretUpdate, if_match: str | None) -> Secret:
        """Change what `changes` names.

        Raises:
            NotFound: there is no such secret.
            PreconditionFailed: the caller's copy is out of date.
            Conflict: a value is taken, or an id names nothing.
        """
        secret = await self.get(secret_id)
        require_match(secret, if_match)
        before = state_of(secret)
        values = _values(changes)
        await self._refuse_taken(values, secret_id)
        await self._refuse_unknown(values)
        for name, value in values.items():
            setattr(secret, name, value)
        if "tag_ids" in changes.model_fields_set:
            secret.tags = [*await self._find_tags(changes.model_dump()["tag_ids"])]
        if changes.model_fields_set:
            secret.updated_at = utc_now()
        self.audit.updated(secret, before)
        await self.session.commit()
        logger.info("secret_updated", secret_id=str(secret_id))
        return secret

    async def delete(self, secret_id: UUID) -> None:
        """Remove a secret.

        Raises:
            NotFound: there is no such secret.
            Conflict: something still refers to it.
        """
        secret = await self.get(secret_id)
        self.audit.deleted(secret)
        await remove(self.session, secret)
        await self.session.commit()
        logger.info("secret_deleted", secret_id=str(secret_id))

    def _visible(self) -> Select[Secret]:
        """What the caller may see, with all that an answer shows of it."""
        return (
            select(Secret)
            .where(Secret.owner_id == self.owner_id, Secret.deleted_at.is_(None))
            .options(selectinload(Secret.tags))
        )

    async def _refuse_taken(self, values: Mapping[str, Any], own_id: UUID | None = None) -> None:
        """Refuse values that another row of the owner has and only one may have."""
        for column in (Secret.label,):
            value = values.get(column.key)
            statement = select(Secret.id).where(
                column == value,
                Secret.id != own_id,
                Secret.owner_id == self.owner_id,
                Secret.deleted_at.is_(None),
            )
            if value is not None and (await self.session.execute(statement)).scalar_one_or_none():
                raise Conflict(f"Another secret has this `{column.key}`")

    async def _refuse_unknown(self, values: Mapping[str, Any]) -> None:
        """Refuse ids that name nothing."""
        statements = {
            "box_id": select(Box.id).where(
                Box.id == values.get("box_id"),
                Box.owner_id == self.owner_id,
                Box.deleted_at.is_(None),
            ),
        }
        for name, statement in statements.items():
            if values.get(name) is None:
                continue
            if (await self.session.execute(statement)).scalar_one_or_none() is None:
                raise Conflict(f"`{name}` names nothing that exists")

    async def _find_tags(self, ids: Iterable[UUID]) -> Sequence[Tag]:
        """All that `ids` names."""
        wanted = set(ids)
        statement = select(Tag).where(Tag.id.in_(wanted), Tag.owner_id == self.owner_id)
        result = await self.session.execute(statement.order_by(Tag.id))
        found = result.scalars().all()
        if len(found) < len(wanted):
            raise Conflict("`tag_ids` names what doesn't exist")
        return found


def _values(given: SecretIn | SecretUpdate) -> dict[str, Any]:
    """The columns that `given` names, secrets as they are stored."""
    values = given.model_dump(exclude={"tag_ids"})
    return {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in values.items()
    }
