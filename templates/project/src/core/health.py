"""Whether the process lives, and whether it can work."""

import asyncio
from typing import Literal

import structlog
from fastapi import APIRouter, Request, status
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from src.core.database import Database
from src.core.openapi import problems

READY_SECONDS = 2

router = APIRouter(prefix="/health", tags=["health"])
logger = structlog.get_logger(__name__)


class Health(BaseModel):
    """The answer of a service that is well."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: Literal["ok"] = "ok"


@router.get("/live", summary="Is the process alive?")
async def read_liveness() -> Health:
    """Answer as long as the event loop turns; asks nobody else."""
    return Health()


@router.get(
    "/ready",
    summary="Can the service work?",
    responses=problems(status.HTTP_503_SERVICE_UNAVAILABLE),
)
async def read_readiness(request: Request) -> Health:
    """Answer once the database does."""
    database: Database = request.app.state.database
    try:
        async with asyncio.timeout(READY_SECONDS):
            await database.ping()
    except Exception as error:
        logger.warning("database_unreachable", reason=type(error).__name__)
        raise HTTPException(
            status.HTTP_503_SERVICE_UNAVAILABLE, "The database does not answer"
        ) from error
    return Health()
