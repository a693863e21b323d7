from sqlalchemy import select

from entities import Item


class ItemRepository:
    def __init__(self, session):
        self.session = session

    async def all(self) -> list[Item]:
        return list(await self.session.scalars(select(Item).order_by(Item.name)))
