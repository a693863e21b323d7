from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.orm import configure_mappers

from library.entities import Author, Book


@asynccontextmanager
async def lifespan(app):
    configure_mappers()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/tables")
async def tables() -> list[str]:
    return [Author.__tablename__, Book.__tablename__]
