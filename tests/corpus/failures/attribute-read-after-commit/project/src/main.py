import logging
from contextlib import asynccontextmanager

from fastapi import FastAPI

from src.core.database import Base, engine
from src.domains.users.routers import router

logging.basicConfig(level=logging.INFO)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(router, prefix="/api/v1")
