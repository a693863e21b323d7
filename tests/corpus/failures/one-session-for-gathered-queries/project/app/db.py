from contextlib import asynccontextmanager

from sqlalchemy import NullPool
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.models import Base

engine = create_async_engine("sqlite+aiosqlite:///dash.db", poolclass=NullPool)
Session = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def start(_):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


async def session():
    async with Session() as opened:
        yield opened
