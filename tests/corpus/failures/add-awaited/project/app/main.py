from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.store import save
from app.tables import Base, Seen

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///seen.db")


@app.post("/seen", status_code=201)
async def seen() -> str:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        await save(session, Seen())
    return "yes"
