from contextlib import asynccontextmanager

from fastapi import FastAPI

from guild.infra.db import Model, Skill, engine, session_of
from guild.skills import router


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Model.metadata.drop_all)
        await connection.run_sync(Model.metadata.create_all)
    async with session_of.begin() as session:
        session.add(Skill(name="knots"))
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(router)
