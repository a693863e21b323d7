from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base

if TYPE_CHECKING:
    from .trip import Trip


class Truck(Base):
    __tablename__ = "truck"
    id: Mapped[int] = mapped_column(primary_key=True)
    plate: Mapped[str]
    trips: Mapped[list[Trip]] = relationship(back_populates="truck")  # <- or here
