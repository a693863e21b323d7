from contextlib import asynccontextmanager

from fastapi import FastAPI
from pydantic import BaseModel

from stamps.collection import Base, engine, kept


class StampIn(BaseModel):
    name: str


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/stamps")
def add_stamp(stamp: StampIn) -> int:
    return kept(stamp)  # <- here
