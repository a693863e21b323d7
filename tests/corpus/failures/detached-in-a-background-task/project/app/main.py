from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.db import engine
from app.orders import router
from app.tables import Base


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(router)
