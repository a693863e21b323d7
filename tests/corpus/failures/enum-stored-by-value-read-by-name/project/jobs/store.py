import enum

from sqlalchemy import Enum
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///jobs.db")
sessions = async_sessionmaker(engine)


class State(enum.Enum):
    WAITING = "waiting"
    RUNNING = "running"


class Table(DeclarativeBase):
    pass


class Job(Table):
    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State] = mapped_column(Enum(State))  # <- here
