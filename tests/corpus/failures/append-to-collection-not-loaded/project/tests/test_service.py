import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from playlist.model import Base, Track
from playlist.service import PlaylistService


def test_a_track_is_added():
    async def go() -> int:
        engine = create_async_engine("sqlite+aiosqlite:///playlist.db")
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)
        new_session = async_sessionmaker(engine, expire_on_commit=False)
        async with new_session() as session:
            number = await PlaylistService(session).create("Monday")
        async with new_session() as session:
            await PlaylistService(session).add_track(number, "Blue")
            counted = await session.scalar(select(func.count()).select_from(Track))
        await engine.dispose()
        return counted

    assert asyncio.run(go()) == 1
