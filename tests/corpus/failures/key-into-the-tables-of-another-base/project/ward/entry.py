from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import create_engine

from ward.beds import Base
from ward.people import Person

engine = create_engine("sqlite://")


@asynccontextmanager
async def lifespan(_: FastAPI):
    Person.metadata.create_all(engine)
    Base.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)
