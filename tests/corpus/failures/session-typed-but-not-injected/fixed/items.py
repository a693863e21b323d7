from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from sessions import get_session

router = APIRouter()


@router.get("/one")
async def one(session: AsyncSession = Depends(get_session)) -> int:
    return await session.scalar(text("select 1"))
