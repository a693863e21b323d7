import logging

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from tags.models import Tag

log = logging.getLogger(__name__)


class TagService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, name: str) -> None:
        self.session.add(Tag(name=name))
        try:
            await self.session.flush()
        except IntegrityError:
            await self.session.rollback()
            log.info("tag %s is there already", name)

    async def count(self) -> int:
        return await self.session.scalar(select(func.count()).select_from(Tag))
