from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import Cart


async def carts(db: AsyncSession) -> Sequence[Cart]:
    result = await db.execute(select(Cart))
    return result.scalars().unique().all()
