from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from sqlalchemy import insert

from app.database import Base, Cart, engine, session
from app.queries import carts

@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(insert(Cart))
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/carts")
async def read(db=Depends(session)) -> int:
    return len(await carts(db))
