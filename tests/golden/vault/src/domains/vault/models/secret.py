"""The table of secrets."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from src.core.models import Base, Identified, Timestamped, Versioned
from src.core.soft_delete import SoftDeleted

if TYPE_CHECKING:
    from src.domains.vault.models.box import Box
    from src.domains.vault.models.tag import Tag


class Secret(Identified, Timestamped, Versioned, SoftDeleted, Base):
    """A secret."""

    __tablename__ = "secrets"
    __table_args__ = (
        Index(
            "uq_secrets_owner_id_label",
            "owner_id",
            "label",
            unique=True,
            sqlite_where=literal_column("deleted_at IS NULL"),
            postgresql_where=literal_column("deleted_at IS NULL"),
        ),
    )

    label: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text, info={"secret": True})
    box_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("boxes.id", ondelete="SET NULL"), index=True
    )
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)

    box: Mapped["Box | None"] = relationship(back_populates="secrets", lazy="raise")
    tags: Mapped[list["Tag"]] = relationship(
        secondary="secret_tags",
        back_populates="secrets",
        passive_deletes=True,
        order_by="Tag.id",
        lazy="raise",
    )
