from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from farm.base import Base


class Cow(Base):
    __tablename__ = "cow"
    __table_args__ = (Index("ix_cow_created", "created"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[int]
