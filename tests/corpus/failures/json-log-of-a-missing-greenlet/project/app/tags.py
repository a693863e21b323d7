from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Tag


async def tags(session: AsyncSession) -> list[Tag]:
    return list((await session.execute(select(Tag))).scalars())  # <- here


def shown(tag: Tag) -> dict[str, object]:
    return {"name": tag.name, "posts": [post.title for post in tag.posts]}
