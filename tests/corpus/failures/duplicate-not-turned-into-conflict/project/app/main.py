from contextlib import asynccontextmanager

from fastapi import Body, Depends, FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.models import Base, Tag
from app.repository import TagRepository

engine = create_async_engine("sqlite+aiosqlite:///tags.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)


async def tags():
    async with Session() as session:
        yield TagRepository(session)


@app.post("/tags")
async def create(name: str = Body(embed=True), repository=Depends(tags)) -> int:
    tag = await repository.save(Tag(name=name))  # <- or here
    return tag.id
