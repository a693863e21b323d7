from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from choir.schema.voice import Base, Voice

memberships = Table(
    "memberships",
    Base.metadata,
    Column("singer_id", ForeignKey("singer.id"), primary_key=True),
    Column("voice_id", ForeignKey("voice.id"), primary_key=True),
)


class Singer(Base):
    __tablename__ = "singer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    voices: Mapped[list[Voice]] = relationship(secondary="memberships")
