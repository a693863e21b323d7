from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.database import create_all


@asynccontextmanager
async def lifespan(app: FastAPI):
    from app.notes.router import router

    await create_all()
    app.include_router(router)
    yield


app = FastAPI(lifespan=lifespan)
