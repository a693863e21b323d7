from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from models import Base

engine = create_async_engine("sqlite+aiosqlite:///teams.db")
async_session = async_sessionmaker(engine)


@asynccontextmanager
async def create_tables(app):
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    yield


async def get_db():
    async with async_session() as db:
        yield db
