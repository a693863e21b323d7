from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.models import Base, Post, Tag
from app.tags import shown, tags

engine = create_async_engine("sqlite+aiosqlite:///tags.db")


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add(Tag(name="new", posts=[Post(title="One")]))
        await session.commit()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/tags")
async def read() -> list[dict[str, object]]:
    async with AsyncSession(engine) as session:
        return [shown(tag) for tag in await tags(session)]
