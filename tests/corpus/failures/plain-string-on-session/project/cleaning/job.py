from sqlalchemy.ext.asyncio import AsyncSession


async def clean(session: AsyncSession, days: int) -> None:
    await session.execute("CREATE TABLE IF NOT EXISTS seen (at TEXT)")  # <- here
    await session.commit()
