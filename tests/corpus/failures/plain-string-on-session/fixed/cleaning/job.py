from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def clean(session: AsyncSession, days: int) -> None:
    await session.execute(text("CREATE TABLE IF NOT EXISTS seen (at TEXT)"))
    await session.commit()
