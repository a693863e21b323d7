"""Routes of boxes."""

from uuid import UUID

from fastapi import APIRouter, Request, Response, status

from src.core.concurrency import IF_MATCH_HELP, IfMatch, etag
from src.core.idempotency import IdempotencyDep
from src.core.openapi import problems
from src.core.pagination import Page, PageDep, Rows
from src.domains.vault.dependencies import BoxFiltersDep, BoxServiceDep
from src.domains.vault.models import Box
from src.domains.vault.schemas import BoxIn, BoxOut, BoxUpdate

router = APIRouter(tags=["boxes"])


@router.post(
    "",
    summary="Make a box",
    response_model=BoxOut,
    status_code=status.HTTP_201_CREATED,
    responses=problems(status.HTTP_409_CONFLICT),
)
async def create_box(
    request: Request,
    response: Response,
    box_in: BoxIn,
    boxes: BoxServiceDep,
    idempotency: IdempotencyDep,
) -> Box:
    """`Location` tells where it can be read."""
    box = await boxes.create(box_in, idempotency)
    response.headers["Location"] = str(request.url_for("read_box", box_id=box.id).path)
    response.headers["ETag"] = etag(box)
    return box


@router.get(
    "",
    summary="List boxes",
    response_model=Page[BoxOut],
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def list_boxes(page: PageDep, filters: BoxFiltersDep, boxes: BoxServiceDep) -> Rows[Box]:
    """Page by page, narrowed by the filters."""
    return await boxes.list(page, filters)


@router.get(
    "/{box_id}",
    summary="Read a box",
    response_model=BoxOut,
    responses=problems(status.HTTP_404_NOT_FOUND),
)
async def read_box(response: Response, box_id: UUID, boxes: BoxServiceDep) -> Box:
    """The `ETag` names the version that was read."""
    box = await boxes.get(box_id)
    response.headers["ETag"] = etag(box)
    return box


@router.patch(
    "/{box_id}",
    summary="Change a box",
    description=f"What is left out stays as it is. {IF_MATCH_HELP}",
    response_model=BoxOut,
    responses=problems(
        status.HTTP_404_NOT_FOUND,
        status.HTTP_409_CONFLICT,
        status.HTTP_412_PRECONDITION_FAILED,
    ),
)
async def update_box(
    response: Response,
    box_id: UUID,
    box_update: BoxUpdate,
    boxes: BoxServiceDep,
    if_match: IfMatch = None,
) -> Box:
    """Change what the body names, if nobody else did meanwhile."""
    box = await boxes.update(box_id, box_update, if_match)
    response.headers["ETag"] = etag(box)
    return box


@router.delete(
    "/{box_id}",
    summary="Remove a box",
    status_code=status.HTTP_204_NO_CONTENT,
    response_class=Response,
    responses=problems(status.HTTP_404_NOT_FOUND, status.HTTP_409_CONFLICT),
)
async def delete_box(box_id: UUID, boxes: BoxServiceDep) -> None:
    """What still refers to it may forbid this."""
    await boxes.delete(box_id)
