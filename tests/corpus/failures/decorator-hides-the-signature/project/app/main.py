from fastapi import FastAPI

from app.timing import timed

app = FastAPI()


@app.get("/items/{item_id}")
@timed
async def read(item_id: int) -> int:
    return item_id
