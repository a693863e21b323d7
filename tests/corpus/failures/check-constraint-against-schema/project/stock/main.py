from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from stock.models import Base
from stock.schemas import LotIn
from stock.service import store

engine = create_async_engine("sqlite+aiosqlite:///stock.db")
app = FastAPI()


@app.post("/lots", status_code=201)
async def create(lot: LotIn) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await store(connection, lot.model_dump())
