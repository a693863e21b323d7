from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from forum.adapters.orm import Entity, Post
from forum.adapters.threads import SqlThreads
from forum.wire import PostOut

engine = create_async_engine("sqlite+aiosqlite:///forum.db")
sessions = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def start(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Entity.metadata.drop_all)
        await connection.run_sync(Entity.metadata.create_all)
    async with sessions.begin() as session:
        third = Post(text="third", replies=[])
        session.add(Post(text="first", replies=[Post(text="second", replies=[third])]))
    yield


async def threads():
    async with sessions() as session:
        yield SqlThreads(session)


application = FastAPI(lifespan=start)


@application.get("/threads/{number}", response_model=PostOut)
async def thread(number: int, repository: Annotated[SqlThreads, Depends(threads)]):
    return await repository.thread(number)
