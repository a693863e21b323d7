from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")


async def probe(statement) -> bool:
    async with engine.connect() as connection:
        return (await connection.scalar(text(statement))) == 1
