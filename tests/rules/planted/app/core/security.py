import hashlib
import logging
from typing import Annotated

import bcrypt
import jwt
from fastapi import Depends, Header, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import get_session
from app.models.user import User

logger = logging.getLogger(__name__)
scheme = OAuth2PasswordBearer(tokenUrl="/api/v1/login")
SECRET_KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"  # <- FE305


def claims_of(token: str) -> dict[str, str]:
    return jwt.decode(token, options={"verify_signature": False})  # <- FE304


async def get_user(
    token: Annotated[str, Depends(scheme)],
    session: Annotated[AsyncSession, Depends(get_session)],
) -> User | None:
    return await session.get(User, int(claims_of(token)["sub"]))


async def require_user(user: Annotated[User | None, Depends(get_user)]) -> User:
    if user is None:
        raise HTTPException(status_code=401)
    return user


CurrentUser = Annotated[User, Depends(require_user)]


def require_machine(api_key: Annotated[str, Header()], expected_api_key: str = "") -> None:
    if api_key != expected_api_key:  # <- FE307
        raise HTTPException(status_code=403)


def hash_password(password: str) -> str:
    logger.info("hashing %s", password)  # <- FE308
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()  # <- FE502


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
