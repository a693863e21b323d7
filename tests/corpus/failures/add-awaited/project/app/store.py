from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Base


async def save(session: AsyncSession, thing: Base) -> None:
    await session.add(thing)  # <- here
    await session.commit()
