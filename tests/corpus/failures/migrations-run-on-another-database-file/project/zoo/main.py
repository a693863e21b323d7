from fastapi import FastAPI
from sqlalchemy import func, select

from zoo.storage import Animal, sessions

app = FastAPI()


@app.get("/animals")
async def animals() -> int:
    async with sessions() as session:
        return await session.scalar(select(func.count(Animal.id)))
