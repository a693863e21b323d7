from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from forum.adapters.orm import Post


class SqlThreads:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def thread(self, number: int) -> Post | None:
        wanted = select(Post).where(Post.id == number).options(selectinload(Post.replies))  # <- here
        return await self._session.scalar(wanted)
