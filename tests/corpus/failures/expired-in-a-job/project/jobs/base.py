from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///jobs.db")
AsyncSessionLocal = sessionmaker(  # <- here
    bind=engine,
    class_=AsyncSession,
    autoflush=False,
)


class Base(DeclarativeBase):
    pass


async def create() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
