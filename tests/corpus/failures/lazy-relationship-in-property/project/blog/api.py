from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from . import queries
from .tables import Author, Base, Post

engine = create_async_engine("sqlite+aiosqlite:///blog.db")
sessions = async_sessionmaker(engine)


async def session():
    async with sessions() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session)]


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with sessions.begin() as opened:
        opened.add(Author(name="Mary", posts=[Post(title="One"), Post(title="Two")]))
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/authors")
async def authors(session: Session) -> list[dict[str, str | int]]:
    found = await queries.all_authors(session)
    return [{"name": author.name, "posts": author.post_count} for author in found]
