from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("sqlite:///stamps.db")


class Base(DeclarativeBase):
    pass


class Stamp(Base):
    __tablename__ = "stamp"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def kept(stamp) -> int:
    with Session(engine) as session:
        session.add(stamp)
        session.commit()
        return stamp.id
