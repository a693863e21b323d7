from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.database import create_all


@asynccontextmanager
async def lifespan(app: FastAPI):
    await create_all()  # <- here
    from app.notes.router import router

    app.include_router(router)
    yield


app = FastAPI(lifespan=lifespan)
