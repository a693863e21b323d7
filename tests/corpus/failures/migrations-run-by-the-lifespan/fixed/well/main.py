import asyncio
from contextlib import asynccontextmanager

from fastapi import FastAPI

from well.upgrading import upgraded


@asynccontextmanager
async def lifespan(_: FastAPI):
    await asyncio.to_thread(upgraded)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/depth")
async def depth() -> int:
    return 3
