from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_engine("sqlite:///choir.db")


class Base(DeclarativeBase):
    pass


class Singer(Base):
    __tablename__ = "singer"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
