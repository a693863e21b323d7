from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.extras import install


@asynccontextmanager
async def lifespan(app: FastAPI):
    install(app)  # <- here
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/")
async def root() -> str:
    return "x" * 2000
