from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.config import settings

engine = create_async_engine(settings.database_url, echo=settings.debug)
factory = async_sessionmaker(engine, expire_on_commit=False)


async def get_session():
    async with factory() as session:
        yield session
