from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from accounts.base import metadata


class Base(DeclarativeBase):
    metadata = metadata


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
