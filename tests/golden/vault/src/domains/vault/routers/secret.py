"""Routes of secrets."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from src.core.concurrency import IF_MATCH_HELP, IfMatch, etag
from src.core.idempotency import IdempotencyDep
from src.core.openapi import problems
from src.core.pagination import Page, PageDep, Rows
from src.domains.vault.dependencies import SecretFiltersDep, SecretServiceDep
from src.domains.vault.models import Secret
from src.domains.vault.schemas import SecretIn, SecretOut, SecretUpdate

router = APIRouter(tags=["secrets"])


@router.post(
    "",
    summary="Make a secret",
    response_model=SecretOut,
    status_code=status.HTTP_201_CREATED,
    responses=problems(status.HTTP_409_CONFLICT),
)
async def create_secret(
    request: Request,
    response: Response,
    secret_in: SecretIn,
    secrets: SecretServiceDep,
    idempotency: IdempotencyDep,
) -> Secret:
    """`Location` tells where it can be read."""
    secret = await secrets.create(secret_in, idempotency)
    response.headers["Location"] = str(request.url_for("read_secret", secret_id=secret.id).path)
    response.headers["ETag"] = etag(secret)
    return secret


@router.get(
    "",
    summary="List secrets",
    response_model=Page[SecretOut],
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def list_secrets(
    page: PageDep, filters: SecretFiltersDep, secrets: SecretServiceDep
) -> Rows[Secret]:
    """Page by page, narrowed by the filters."""
    return await secrets.list(page, filters)


@router.get(
    "/{secret_id}",
    summary="Read a secret",
    response_model=SecretOut,
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def read_secret(response: Response, secret_id: UUID, secrets: SecretServiceDep) -> Secret:
    """The `ETag` names the version that was read."""
    secret = await secrets.get(secret_id)
    response.headers["ETag"] = etag(secret)
    return secret


@router.patch(
    "/{secret_id}",
    summary="Change a secret",
    description=f"What is left out stays as it is. {IF_MATCH_HELP}",
    response_model=SecretOut,
    responses=problems(
        status.HTTP_404_NOT_FOUND,
        status.HTTP_409_CONFLICT,
        status.HTTP_412_PRECONDITION_FAILED,
    ),
)
async def update_secret(
    response: Response,
    secret_id: UUID,
    secret_update: SecretUpdate,
    secrets: SecretServiceDep,
    if_match: IfMatch = None,
) -> Secret:
    """Change what the body names, if nobody else did meanwhile."""
    secret = await secrets.update(secret_id, secret_update, if_match)
    response.headers["ETag"] = etag(secret)
    return secret


@router.delete(
    "/{secret_id}",
    summary="Remove a secret",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(status.HTTP_404_NOT_FOUND, status.HTTP_409_CONFLICT),
)
async def delete_secret(secret_id: UUID, secrets: SecretServiceDep) -> None:
    """What still refers to it may forbid this."""
    await secrets.delete(secret_id)
