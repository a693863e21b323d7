"""The table between secrets and their tags."""

from sqlalchemy import Column, ForeignKey, Table

from src.core.models import Base

secret_tags = Table(
    "secret_tags",
    Base.metadata,
    Column("secret_id", ForeignKey("secrets.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("tag_id", ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True),
)
