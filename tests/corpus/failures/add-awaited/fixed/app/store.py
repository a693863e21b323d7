from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Base


async def save(session: AsyncSession, thing: Base) -> None:
    session.add(thing)
    await session.commit()
