from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from farm.base import Base


class Crop(Base):
    __tablename__ = "crop"
    __table_args__ = (Index("ix_created", "created"),)  # <- or here
    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[int]
