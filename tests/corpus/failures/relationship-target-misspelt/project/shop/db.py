from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from shop.models.base import Base

engine = create_async_engine("sqlite+aiosqlite:///shop.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def session():
    async with Session() as opened:
        yield opened
