from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine(
    "sqlite+aiosqlite:///numbers.db", pool_size=1, max_overflow=1, pool_timeout=0.2
)
make_session = async_sessionmaker(engine)
