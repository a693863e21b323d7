from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///toll.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)
