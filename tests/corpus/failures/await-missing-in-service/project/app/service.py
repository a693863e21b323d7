from app import repository
from app.present import shown


async def describe(item_id: int) -> dict[str, str]:
    item = repository.find(item_id)  # <- here
    return shown(item)
