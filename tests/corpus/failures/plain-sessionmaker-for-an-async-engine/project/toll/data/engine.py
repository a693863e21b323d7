from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///toll.db")
new_session = sessionmaker(engine, expire_on_commit=False)  # <- here
