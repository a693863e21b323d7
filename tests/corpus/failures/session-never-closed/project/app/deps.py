from sqlalchemy.ext.asyncio import AsyncSession

from app.db import make_session

OPENED: list[AsyncSession] = []


async def get_session() -> AsyncSession:
    session = make_session()  # <- here
    OPENED.append(session)
    return session
