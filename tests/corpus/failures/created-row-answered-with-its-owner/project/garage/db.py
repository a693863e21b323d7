from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from garage.tables import Base, Owner

engine = create_async_engine("sqlite+aiosqlite:///garage.db")
Session = async_sessionmaker(engine)


@asynccontextmanager
async def prepared(_):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as db:
        db.add(Owner(name="Ada"))
    yield


async def get_db():
    async with Session() as db:
        yield db
