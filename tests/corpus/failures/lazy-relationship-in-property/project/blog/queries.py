from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .tables import Author


async def all_authors(session: AsyncSession) -> Sequence[Author]:
    found = await session.scalars(select(Author).order_by(Author.name))  # <- here
    return found.all()
