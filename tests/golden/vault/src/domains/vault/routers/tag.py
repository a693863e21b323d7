"""Routes of tags."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from src.core.concurrency import IF_MATCH_HELP, IfMatch, etag
from src.core.idempotency import IdempotencyDep
from src.core.openapi import problems
from src.core.pagination import Page, PageDep, Rows
from src.domains.vault.dependencies import TagFiltersDep, TagServiceDep
from src.domains.vault.models import Tag
from src.domains.vault.schemas import TagIn, TagOut, TagUpdate

router = APIRouter(tags=["tags"])


@router.post(
    "",
    summary="Make a tag",
    response_model=TagOut,
    status_code=status.HTTP_201_CREATED,
    responses=problems(status.HTTP_409_CONFLICT),
)
async def create_tag(
    request: Request,
    response: Response,
    tag_in: TagIn,
    tags: TagServiceDep,
    idempotency: IdempotencyDep,
) -> Tag:
    """`Location` tells where it can be read."""
    tag = await tags.create(tag_in, idempotency)
    response.headers["Location"] = str(request.url_for("read_tag", tag_id=tag.id).path)
    response.headers["ETag"] = etag(tag)
    return tag


@router.get(
    "",
    summary="List tags",
    response_model=Page[TagOut],
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def list_tags(page: PageDep, filters: TagFiltersDep, tags: TagServiceDep) -> Rows[Tag]:
    """Page by page, narrowed by the filters."""
    return await tags.list(page, filters)


@router.get(
    "/{tag_id}",
    summary="Read a tag",
    response_model=TagOut,
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def read_tag(response: Response, tag_id: UUID, tags: TagServiceDep) -> Tag:
    """The `ETag` names the version that was read."""
    tag = await tags.get(tag_id)
    response.headers["ETag"] = etag(tag)
    return tag


@router.patch(
    "/{tag_id}",
    summary="Change a tag",
    description=f"What is left out stays as it is. {IF_MATCH_HELP}",
    response_model=TagOut,
    responses=problems(
        status.HTTP_404_NOT_FOUND,
        status.HTTP_409_CONFLICT,
        status.HTTP_412_PRECONDITION_FAILED,
    ),
)
async def update_tag(
    response: Response,
    tag_id: UUID,
    tag_update: TagUpdate,
    tags: TagServiceDep,
    if_match: IfMatch = None,
) -> Tag:
    """Change what the body names, if nobody else did meanwhile."""
    tag = await tags.update(tag_id, tag_update, if_match)
    response.headers["ETag"] = etag(tag)
    return tag


@router.delete(
    "/{tag_id}",
    summary="Remove a tag",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(status.HTTP_404_NOT_FOUND, status.HTTP_409_CONFLICT),
)
async def delete_tag(tag_id: UUID, tags: TagServiceDep) -> None:
    """What still refers to it may forbid this."""
    await tags.delete(tag_id)
