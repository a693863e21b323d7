from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cellar.stock import Bottle


async def count_old(session: AsyncSession) -> int:
    wanted = select(func.count()).select_from(Bottle).where(Bottle.age > 10)
    return await session.scalar(wanted) or 0
