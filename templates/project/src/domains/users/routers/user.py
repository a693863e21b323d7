"""Routes of accounts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status

from src.core.concurrency import IF_MATCH_HELP, IfMatch, etag
from src.core.idempotency import IdempotencyDep
from src.core.openapi import problems
from src.core.pagination import Page, PageDep, Rows
from src.core.security import AdminDep
from src.domains.users.dependencies import CurrentUserDep, PasswordHashesDep, UserServiceDep
from src.domains.users.models import User
from src.domains.users.schemas import UserIn, UserOut, UserUpdate

router = APIRouter(tags=["users"])


@router.post(
    "",
    summary="Register an account",
    response_model=UserOut,
    status_code=status.HTTP_201_CREATED,
    responses=problems(status.HTTP_409_CONFLICT),
)
async def register_user(  # noqa: PLR0913, PLR0917 -- FastAPI injects them one by one
    request: Request,
    response: Response,
    user_in: UserIn,
    users: UserServiceDep,
    hashes: PasswordHashesDep,
    idempotency: IdempotencyDep,
) -> User:
    """Anyone may register; the account can sign in at once."""
    user = await users.register(user_in, hashes, idempotency)
    response.headers["Location"] = str(request.url_for("read_user", user_id=user.id).path)
    return user


@router.get(
    "",
    summary="List accounts",
    response_model=Page[UserOut],
    responses=problems(status.HTTP_403_FORBIDDEN, status.HTTP_404_NOT_FOUND),
)
async def list_users(
    _admin: AdminDep,
    users: UserServiceDep,
    page: PageDep,
    is_active: Annotated[bool | None, Query(description="Only these")] = None,
) -> Rows[User]:
    """Administrators see all accounts, oldest first."""
    return await users.list(page, is_active=is_active)


@router.get(
    "/me",
    summary="Read one's own account",
    response_model=UserOut,
)
async def read_current_user(response: Response, current_user: CurrentUserDep) -> User:
    """The `ETag` names the version that was read."""
    response.headers["ETag"] = etag(current_user)
    return current_user


@router.patch(
    "/me",
    summary="Change one's own account",
    description=f"What is left out stays as it is. {IF_MATCH_HELP}",
    response_model=UserOut,
    responses=problems(status.HTTP_409_CONFLICT, status.HTTP_412_PRECONDITION_FAILED),
)
async def update_current_user(
    response: Response,
    user_update: UserUpdate,
    current_user: CurrentUserDep,
    users: UserServiceDep,
    if_match: IfMatch = None,
) -> User:
    """Change what the body names, if nobody else did meanwhile."""
    user = await users.update(current_user, user_update, if_match)
    response.headers["ETag"] = etag(user)
    return user


@router.get(
    "/{user_id}",
    summary="Read an account",
    response_model=UserOut,
    responses=problems(status.HTTP_403_FORBIDDEN, status.HTTP_404_NOT_FOUND),
)
async def read_user(_admin: AdminDep, user_id: UUID, users: UserServiceDep) -> User:
    """Administrators may read any account."""
    return await users.get(user_id)
