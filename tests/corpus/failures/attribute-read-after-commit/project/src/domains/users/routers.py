from fastapi import APIRouter, Depends, status
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.database import get_async_session
from src.domains.users import services
from src.domains.users.schemas import UserIn, UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.post("", response_model=UserOut, status_code=status.HTTP_201_CREATED)
async def create_user(user_in: UserIn, session: AsyncSession = Depends(get_async_session)):
    return await services.create_user(session, user_in)
