from entities import Item


class ItemRepository:
    def __init__(self, session):
        self.session = session

    async def all(self) -> list[Item]:
        return self.session.query(Item).order_by(Item.name).all()  # <- here
