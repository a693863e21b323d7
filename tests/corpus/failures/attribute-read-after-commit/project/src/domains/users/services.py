import logging

from sqlalchemy.ext.asyncio import AsyncSession

from src.domains.users.models import User
from src.domains.users.schemas import UserIn

logger = logging.getLogger(__name__)


async def create_user(session: AsyncSession, user_in: UserIn) -> User:
    user = User(email=user_in.email)
    session.add(user)
    await session.commit()
    logger.info("created user %s", user.id)
    return user
