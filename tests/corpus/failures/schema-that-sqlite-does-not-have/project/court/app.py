from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import create_engine

from court.files.cases import Base

engine = create_engine("sqlite:///court.db")


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)
