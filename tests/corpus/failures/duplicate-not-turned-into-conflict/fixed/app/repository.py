from fastapi import HTTPException
from sqlalchemy.exc import IntegrityError

from app.models import Tag


class TagRepository:
    def __init__(self, session):
        self.session = session

    async def save(self, tag: Tag) -> Tag:
        self.session.add(tag)
        try:
            await self.session.commit()
        except IntegrityError:
            await self.session.rollback()
            raise HTTPException(409, "there is one of this name") from None
        return tag
