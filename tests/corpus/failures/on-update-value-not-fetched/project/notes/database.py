from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from notes.models import Base

engine = create_async_engine("sqlite+aiosqlite:///notes.db")
make_session = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


async def open_session():
    async with make_session() as session:
        yield session


DB = Annotated[AsyncSession, Depends(open_session)]
