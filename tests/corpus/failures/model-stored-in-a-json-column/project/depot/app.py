from contextlib import asynccontextmanager

from fastapi import FastAPI

from depot.contracts import OrderIn
from depot.filling import order_of
from depot.store import create, stored


@asynccontextmanager
async def lifespan(_: FastAPI):
    await create()
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/orders")
async def order(given: OrderIn) -> int:
    return await stored(order_of(given))
