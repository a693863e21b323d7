from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from app.queries import names

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///users.db")


@app.get("/users")
async def users() -> list[str]:
    async with AsyncSession(engine) as session:
        return await names(session)
