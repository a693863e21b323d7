from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .tables import Author


async def all_authors(session: AsyncSession) -> Sequence[Author]:
    found = await session.scalars(select(Author).options(selectinload(Author.posts)).order_by(Author.name))
    return found.all()
