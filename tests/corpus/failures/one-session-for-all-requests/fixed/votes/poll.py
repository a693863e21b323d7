from sqlalchemy import func, select

from votes.db import engine, new_session
from votes.tables import Base, Vote


class Poll:
    async def open(self) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)

    async def vote(self, name: str) -> None:
        async with new_session.begin() as session:
            session.add(Vote(name=name))

    async def count(self) -> int:
        async with new_session() as session:
            return await session.scalar(select(func.count(Vote.id)))
