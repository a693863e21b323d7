"""Routes of signing in."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, status

from src.core.openapi import problems
from src.domains.users.dependencies import AuthServiceDep
from src.domains.users.schemas import LoginForm, RefreshIn, TokenOut

router = APIRouter(tags=["auth"], responses=problems(status.HTTP_401_UNAUTHORIZED))


@router.post(
    "/token",
    summary="Sign in",
    responses=problems(status.HTTP_429_TOO_MANY_REQUESTS),
)
async def login(
    request: Request, form: Annotated[LoginForm, Form()], auth: AuthServiceDep
) -> TokenOut:
    """Exchange an e-mail address and a password for tokens."""
    address = request.client.host if request.client else "unknown"
    return await auth.login(form.username, form.password.get_secret_value(), address)


@router.post("/refresh", summary="Stay signed in")
async def refresh(token: RefreshIn, auth: AuthServiceDep) -> TokenOut:
    """Exchange a refresh token, once, for the next pair."""
    return await auth.refresh(token.refresh_token)


@router.post(
    "/logout",
    summary="Sign out",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
)
async def logout(token: RefreshIn, auth: AuthServiceDep) -> None:
    """Give up a refresh token; access tokens end by themselves within minutes."""
    await auth.logout(token.refresh_token)
