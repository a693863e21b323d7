from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import create_engine

from farm import barn, field
from farm.base import Base

engine = create_engine("sqlite:///farm.db")


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.create_all(engine, tables=[barn.Cow.__table__, field.Crop.__table__])
    yield


app = FastAPI(lifespan=lifespan)
