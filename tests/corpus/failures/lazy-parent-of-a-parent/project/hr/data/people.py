from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from hr.data.model import Person


async def person(session: AsyncSession, number: int) -> Person:
    query = (
        select(Person)
        .where(Person.id == number)
        .options(selectinload(Person.team))  # <- here
    )
    return (await session.scalars(query)).one()
