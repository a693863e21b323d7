from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.extras import install


@asynccontextmanager
async def lifespan(app: FastAPI):
    yield


app = FastAPI(lifespan=lifespan)
install(app)


@app.get("/")
async def root() -> str:
    return "x" * 2000
