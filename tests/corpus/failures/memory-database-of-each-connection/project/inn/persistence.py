from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Guest(Base):
    __tablename__ = "guest"
    id: Mapped[int] = mapped_column(primary_key=True)


def database():
    with Session(create_engine("sqlite:///inn.db")) as session:
        yield session


def number_of_guests(session: Session) -> int:
    return session.scalar(select(func.count(Guest.id)))
