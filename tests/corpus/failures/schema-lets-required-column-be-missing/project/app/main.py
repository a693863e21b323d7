from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.models.customer import Base
from app.schemas.customer import CustomerIn
from app.services import customer

engine = create_async_engine("sqlite+aiosqlite:///customers.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)


async def get_db():
    async with Session() as session:
        yield session


@app.post("/customers", status_code=201)
async def create(body: CustomerIn, db=Depends(get_db)) -> int:
    return await customer.create(db, body)
