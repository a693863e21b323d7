from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from vault.coins import Coins
from vault.guard import user
from vault.opening import engine, opened
from vault.tables import Base, User


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async for session in opened():
        session.add(User())
        await session.commit()
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/coins")
async def mint(
    owner: Annotated[User, Depends(user)], session: Annotated[AsyncSession, Depends(opened)]
) -> int:
    return await Coins(session).mint(owner)
