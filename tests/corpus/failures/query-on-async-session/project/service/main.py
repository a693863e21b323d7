from fastapi import Depends, FastAPI

from repo import ItemRepository
from storage import open_session, startup

app = FastAPI(lifespan=startup)


def get_repository(session=Depends(open_session)) -> ItemRepository:
    return ItemRepository(session)


@app.get("/items")
async def items(repository: ItemRepository = Depends(get_repository)) -> list[str]:
    return [item.name for item in await repository.all()]
