from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from pydantic import BaseModel

from shop import db
from shop.models import Customer


@asynccontextmanager
async def lifespan(app):
    await db.create_tables()
    yield


app = FastAPI(lifespan=lifespan)


class CustomerIn(BaseModel):
    name: str


@app.post("/customers")
async def create(body: CustomerIn, session=Depends(db.session)) -> int:
    customer = Customer(name=body.name)
    session.add(customer)
    await session.commit()
    return customer.id
