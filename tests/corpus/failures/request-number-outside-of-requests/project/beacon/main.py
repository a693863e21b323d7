from contextlib import asynccontextmanager

from fastapi import FastAPI

from beacon.context import request_number
from beacon.journal import noted


@asynccontextmanager
async def lifespan(_: FastAPI):
    noted("started")
    yield


app = FastAPI(lifespan=lifespan)


@app.middleware("http")
async def numbered(request, call_next):
    request_number.set("7")
    return await call_next(request)


@app.get("/")
async def lit() -> str:
    return noted("lit")
