from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

engine = create_async_engine("sqlite+aiosqlite:///app.db")
Session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


async def create_all() -> None:  # <- or here
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
