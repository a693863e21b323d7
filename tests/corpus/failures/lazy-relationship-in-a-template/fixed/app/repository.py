from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models import Album


class Albums:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> Sequence[Album]:
        result = await self._session.execute(select(Album).options(selectinload(Album.songs)).order_by(Album.title))
        return result.scalars().all()
