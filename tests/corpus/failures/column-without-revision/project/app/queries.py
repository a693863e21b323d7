from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import User


async def names(session: AsyncSession) -> list[str]:
    return [user.nickname or user.name for user in await session.scalars(select(User))]
