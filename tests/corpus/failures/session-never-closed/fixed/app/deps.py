from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from app.db import make_session


async def get_session() -> AsyncIterator[AsyncSession]:
    async with make_session() as session:
        yield session
