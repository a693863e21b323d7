from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def numbers(session: AsyncSession) -> int:
    return (await session.execute(text("select 42"))).scalar_one()
