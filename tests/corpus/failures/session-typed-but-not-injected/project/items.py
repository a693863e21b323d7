from fastapi import APIRouter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from sessions import get_session

router = APIRouter()


@router.get("/one")
async def one(session: AsyncSession = get_session) -> int:  # <- here
    return await session.scalar(text("select 1"))
