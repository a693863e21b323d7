from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from entities import Base

engine = create_async_engine("sqlite+aiosqlite:///items.db")
Session = async_sessionmaker(engine)


@asynccontextmanager
async def startup(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


async def open_session():
    async with Session() as session:
        yield session
