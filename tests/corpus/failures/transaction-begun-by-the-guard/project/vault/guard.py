from typing import Annotated

from fastapi import Depends, Header
from sqlalchemy.ext.asyncio import AsyncSession

from vault.opening import opened
from vault.tables import User


async def user(
    session: Annotated[AsyncSession, Depends(opened)], x_user: Annotated[int, Header()]
) -> User:
    return await session.get_one(User, x_user)  # <- or here
