class Item:
    def __init__(self, id: int, name: str):
        self.id = id
        self.name = name


ITEMS = {1: Item(1, "lamp")}


async def find(item_id: int) -> Item | None:
    return ITEMS.get(item_id)
