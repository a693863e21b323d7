from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

URL = "sqlite+aiosqlite:///points.db"
engine = create_async_engine(URL, connect_args={"timeout": 0.1})  # <- or here
Session = async_sessionmaker(engine, expire_on_commit=False)
