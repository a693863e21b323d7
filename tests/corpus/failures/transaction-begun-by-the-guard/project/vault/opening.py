from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///vault.db")
maker = async_sessionmaker(engine, expire_on_commit=False)


async def opened():
    async with maker() as session:
        yield session
