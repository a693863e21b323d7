"""Idempotency keys: a creation that is sent twice is carried out once.

The key is stored in the transaction of the creation itself, with the id of what was made, so there
is nothing to clean up after a crash, and no response to store, which could hold a secret.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from pydantic import BaseModel
from sqlalchemy import String, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from src.core.database import SessionDep
from src.core.errors import Conflict
from src.core.models import Base, utc_now
from src.core.settings import Settings


class IdempotencyKey(Base):
    """A key that was used, for what, and what came of it."""

    __tablename__ = "idempotency_keys"

    scope: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    resource_id: Mapped[UUID]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Idempotency:
    """The idempotency of one request; without a key every request is a new one."""

    def __init__(
        self, session: AsyncSession, request: Request, key: str | None, lifetime: timedelta
    ) -> None:
        self._session = session
        self._request = request
        self._key = key
        self._lifetime = lifetime

    @property
    def _scope(self) -> str:
        """Method, path and caller: two callers may choose the same key."""
        caller = getattr(self._request.state, "caller_id", "anyone")
        return f"{self._request.method} {self._request.url.path} {caller}"

    async def find(self, payload: BaseModel) -> UUID | None:
        """The id of what an earlier request with this key made.

        Raises:
            Conflict: the key was used for another payload.
        """
        if self._key is None:
            return None
        earlier = await self._session.get(IdempotencyKey, (self._scope, self._key))
        if earlier is None or earlier.expires_at < utc_now():
            return None
        if earlier.fingerprint != _fingerprint(payload):
            raise Conflict("This idempotency key was used for another request")
        return earlier.resource_id

    async def remember(self, payload: BaseModel, resource_id: UUID) -> None:
        """Store the key with the creation that the caller is about to commit."""
        if self._key is None:
            return
        now = utc_now()
        await self._session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at < now))
        self._session.add(
            IdempotencyKey(
                scope=self._scope,
                key=self._key,
                fingerprint=_fingerprint(payload),
                resource_id=resource_id,
                expires_at=now + self._lifetime,
            )
        )


def _fingerprint(payload: BaseModel) -> str:
    """A digest of what was sent; Pydantic masks secrets on the way, so none is stored."""
    return hashlib.sha256(payload.model_dump_json().encode()).hexdigest()


async def get_idempotency(
    request: Request,
    session: SessionDep,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=64,
            pattern=r"^[A-Za-z0-9_-]+$",
            description="Send the same key again to get the same result once",
        ),
    ] = None,
) -> Idempotency:
    """The idempotency of this request, within its method, its path and what its caller sends."""
    settings: Settings = request.app.state.settings
    return Idempotency(session, request, key, timedelta(hours=settings.idempotency_hours))


IdempotencyDep = Annotated[Idempotency, Depends(get_idempotency)]
