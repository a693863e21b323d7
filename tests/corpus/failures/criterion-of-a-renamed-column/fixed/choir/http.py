from contextlib import asynccontextmanager

from fastapi import FastAPI

from choir.searching import how_many
from choir.tables import Base, engine


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/singers/{address}")
def singers(address: str) -> int:
    return how_many(email=address)
