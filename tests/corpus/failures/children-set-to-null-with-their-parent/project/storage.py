from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///boards.db")
transaction = async_sessionmaker(engine).begin
