from sqlalchemy import func, select

from votes.db import engine, session
from votes.tables import Base, Vote


class Poll:
    async def open(self) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.drop_all)
            await connection.run_sync(Base.metadata.create_all)

    async def vote(self, name: str) -> None:
        session.add(Vote(name=name))
        await session.commit()

    async def count(self) -> int:
        return await session.scalar(select(func.count(Vote.id)))
