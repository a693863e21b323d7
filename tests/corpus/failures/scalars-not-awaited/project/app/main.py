from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.names import names
from app.tables import Base

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///n.db")


@app.get("/names")
async def read() -> list[str]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        return await names(session)
