from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Base, engine, get_async_session
from app.schemas import OrderOut
from app.services import OrderService


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/orders/seed", status_code=204)
async def seed(session: AsyncSession = Depends(get_async_session)) -> None:
    await OrderService(session).seed()


@app.get("/orders/{order_id}", response_model=OrderOut)
async def read_order(order_id: int, session: AsyncSession = Depends(get_async_session)):
    order = await OrderService(session).get(order_id)
    if order is None:
        raise HTTPException(404)
    return order
