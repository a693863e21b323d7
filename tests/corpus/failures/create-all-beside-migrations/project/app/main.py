from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.database import Base, engine


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)  # <- here
    yield


app = FastAPI(lifespan=lifespan)


async def once() -> None:
    async with lifespan(app):
        pass
