from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Person


async def names(session: AsyncSession) -> list[str]:
    found = await session.scalars(select(Person.name))
    return sorted(found.all())
