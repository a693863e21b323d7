from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.tables import Person


async def names(session: AsyncSession) -> list[str]:
    found = session.scalars(select(Person.name))  # <- here
    return sorted(found.all())
