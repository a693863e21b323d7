from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

engine = create_async_engine("sqlite+aiosqlite:///./users.db")
session_factory = async_sessionmaker(bind=engine, class_=AsyncSession, autoflush=False, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


async def get_async_session():
    async with session_factory() as session:
        yield session
