from collections.abc import AsyncIterator

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///./app.db")
make_session = async_sessionmaker(engine)  # <- FE411

old_engine = create_engine("sqlite:///./app.db")
make_old_session = sessionmaker(old_engine)


class Base(DeclarativeBase): ...


async def get_session() -> AsyncIterator[AsyncSession]:
    async with make_session() as session:
        yield session


def get_old_session() -> Session:
    return make_old_session()  # <- FE419
