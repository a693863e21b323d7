"""The audit trail: who did what, written in the transaction of the change itself.

Entries name no table by foreign key: they outlive what they tell of, and who did it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from pydantic_core import to_jsonable_python
from sqlalchemy import JSON, Index, String, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from src.core.database import SessionDep
from src.core.models import Base, Identified, utc_now

BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "version"})
HIDDEN = "***"

State = Mapping[str, Any]


class AuditEntry(Identified, Base):
    """One thing that somebody did to one row. `changes` holds each value before and after."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "entity", "entity_id"),)

    at: Mapped[datetime] = mapped_column(default=utc_now)
    actor_id: Mapped[UUID] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(20))
    entity: Mapped[str] = mapped_column(String(63))
    entity_id: Mapped[UUID]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)


class Audit:
    """Writes down what the caller of a request does; the service commits it with the change."""

    def __init__(self, session: AsyncSession, request: Request) -> None:
        self._session = session
        self._request = request

    def created(self, row: Any) -> None:  # noqa: ANN401 -- a row of any table
        """Write down that `row` was made; its id has to be known."""
        self._record("created", row, {}, state_of(row))

    def updated(self, row: Any, before: State) -> None:  # noqa: ANN401
        """Write down what is new in `row` since `before`, if anything."""
        self._record("updated", row, before, state_of(row))

    def deleted(self, row: Any) -> None:  # noqa: ANN401
        """Write down that `row` is removed, and what it held."""
        self._record("deleted", row, state_of(row), {})

    def _record(self, action: str, row: Any, before: State, after: State) -> None:  # noqa: ANN401
        secret = {c.key for c in inspect(type(row)).columns if c.info.get("secret")}
        changes = {
            name: [HIDDEN, HIDDEN] if name in secret else [before.get(name), after.get(name)]
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        }
        if changes or action != "updated":
            entry = AuditEntry(
                actor_id=self._request.state.caller_id,
                action=action,
                entity=row.__tablename__,
                entity_id=row.id,
                changes=to_jsonable_python(changes, bytes_mode="base64"),
            )
            self._session.add(entry)


def state_of(row: Any) -> State:  # noqa: ANN401 -- a row of any table
    """The values of `row`, with the ids of the rows that it is linked to."""
    state = inspect(row, raiseerr=True)
    mapper = state.mapper
    values = {a.key: getattr(row, a.key) for a in mapper.column_attrs if a.key not in BOOKKEEPING}
    for link in mapper.relationships:
        if link.secondary is not None and link.key not in state.unloaded:
            values[link.key] = sorted(str(other.id) for other in getattr(row, link.key))
    return values


async def get_audit(session: SessionDep, request: Request) -> Audit:
    """The audit trail of this request, whose caller is known once something is to be written."""
    return Audit(session, request)


AuditDep = Annotated[Audit, Depends(get_audit)]
