from fastapi import Depends, FastAPI

from tags.db import get_session, lifespan
from tags.services import TagService

app = FastAPI(lifespan=lifespan)


@app.post("/tags")
async def create_tags(names: list[str], session=Depends(get_session)) -> int:
    service = TagService(session)
    for name in names:
        await service.add(name)
    await session.commit()
    return await service.count()
