from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from hr.data.model import Base, Company, Person, Team
from hr.data.people import person
from hr.letters import letterhead

engine = create_async_engine("sqlite+aiosqlite:///hr.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with new_session.begin() as session:
        session.add(Person(team=Team(company=Company(name="Acme"))))
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/people/{number}/company")
async def company(number: int) -> str:
    async with new_session() as session:
        return letterhead(await person(session, number))
