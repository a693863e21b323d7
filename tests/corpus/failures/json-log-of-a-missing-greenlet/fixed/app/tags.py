from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models import Tag


async def tags(session: AsyncSession) -> list[Tag]:
    return list((await session.execute(select(Tag).options(selectinload(Tag.posts)))).scalars())


def shown(tag: Tag) -> dict[str, object]:
    return {"name": tag.name, "posts": [post.title for post in tag.posts]}
