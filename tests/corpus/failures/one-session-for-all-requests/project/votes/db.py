from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///votes.db")
session = AsyncSession(engine)  # <- here
