from app.models import Tag


class TagRepository:
    def __init__(self, session):
        self.session = session

    async def save(self, tag: Tag) -> Tag:
        self.session.add(tag)
        await self.session.commit()  # <- here
        return tag
