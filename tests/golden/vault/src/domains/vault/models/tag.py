"""The table of tags."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from src.core.models import Base, Identified, Timestamped, Versioned

if TYPE_CHECKING:
    from src.domains.vault.models.secret import Secret


class Tag(Identified, Timestamped, Versioned, Base):
    """A tag."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    name: Mapped[str] = mapped_column(String(100))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)

    secrets: Mapped[list["Secret"]] = relationship(
        secondary="secret_tags", back_populates="tags", passive_deletes=True, lazy="raise"
    )
