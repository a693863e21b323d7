"""What routes of this domain ask for."""

from typing import Annotated

from fastapi import Depends, Request

from src.core.database import SessionDep
from src.core.errors import Unauthorized
from src.core.security import PasswordHashes, PrincipalDep
from src.domains.users.models import User
from src.domains.users.services import AuthService, UserService


async def get_user_service(session: SessionDep) -> UserService:
    """The accounts, within the session of this request."""
    return UserService(session)


async def get_auth_service(request: Request, session: SessionDep) -> AuthService:
    """Signing in, within the session of this request."""
    state = request.app.state
    return AuthService(session, state.settings, state.password_hashes, state.tokens)


async def get_password_hashes(request: Request) -> PasswordHashes:
    """The hashes of this application, which share one limit."""
    hashes: PasswordHashes = request.app.state.password_hashes
    return hashes


UserServiceDep = Annotated[UserService, Depends(get_user_service)]
AuthServiceDep = Annotated[AuthService, Depends(get_auth_service)]
PasswordHashesDep = Annotated[PasswordHashes, Depends(get_password_hashes)]


async def get_current_active_user(principal: PrincipalDep, users: UserServiceDep) -> User:
    """The caller's account as it is now; refuses one that was deactivated since the login."""
    user = await users.find(principal.id)
    if user is None or not user.is_active:
        raise Unauthorized("The account is not active")
    return user


CurrentUserDep = Annotated[User, Depends(get_current_active_user)]
