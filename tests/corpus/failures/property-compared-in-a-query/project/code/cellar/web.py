from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from cellar.finder import count_old
from cellar.stock import Bottle, Stock

engine = create_async_engine("sqlite+aiosqlite:///cellar.db")
sessions = async_sessionmaker(engine)


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Stock.metadata.drop_all)
        await connection.run_sync(Stock.metadata.create_all)
    async with sessions.begin() as session:
        session.add_all([Bottle(year=1990), Bottle(year=2025)])
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/bottles/old")
async def old() -> int:
    async with sessions() as session:
        return await count_old(session)
