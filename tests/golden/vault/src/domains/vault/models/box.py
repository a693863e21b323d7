"""The table of boxes."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from src.core.models import Base, Identified, Timestamped, Versioned
from src.core.soft_delete import SoftDeleted

if TYPE_CHECKING:
    from src.domains.vault.models.secret import Secret


class Box(Identified, Timestamped, Versioned, SoftDeleted, Base):
    """A box."""

    __tablename__ = "boxes"

    name: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)

    secrets: Mapped[list["Secret"]] = relationship(
        back_populates="box", passive_deletes=True, lazy="raise"
    )
