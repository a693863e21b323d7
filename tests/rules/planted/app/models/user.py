import uuid
from datetime import UTC, datetime

from sqlalchemy import Column, DateTime, String
from sqlalchemy.ext.declarative import declared_attr  # <- FE414
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    hashed_password: Mapped[str] = mapped_column(String(200))
    email = Column(String(200), nullable=False)  # <- FE412
    made_at: Mapped[datetime] = mapped_column(DateTime(), default=datetime.now(UTC))  # <- FE211
    orders: Mapped[list["Order"]] = relationship(back_populates="buyer")  # <- FE413


class Visit(Base):  # <- FE701
    __tablename__ = "visits"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    path: Mapped[str] = mapped_column(String(200))


__all__ = ["User", "Visit", "declared_attr"]
