from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.models import Base, Event

engine = create_async_engine("sqlite+aiosqlite:///events.db")


async def store(values: dict) -> int:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        event = Event(**values)
        session.add(event)
        await session.commit()
        return event.id
