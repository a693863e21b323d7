from fastapi import FastAPI

from app.service import describe

app = FastAPI()


@app.get("/items/{item_id}")
async def read(item_id: int) -> dict[str, str]:
    return await describe(item_id)
