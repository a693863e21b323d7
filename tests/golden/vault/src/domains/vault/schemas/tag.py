"""Tags as callers send and get them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, BaseModel, ConfigDict, Field

from src.core.fields import (
    SLUG,
)

TagName = Annotated[str, Field(min_length=1, max_length=100, pattern=SLUG)]


class TagIn(BaseModel):
    """What it takes to make a tag."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "first-one"}]},
    )

    name: TagName


class TagUpdate(BaseModel):
    """What may change of a tag; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "second-one"}]},
    )

    name: TagName | MISSING = MISSING


class TagOut(BaseModel):
    """A tag as callers see it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "name": "first-one",
                    "created_at": "2026-01-01T12:00:00Z",
                    "updated_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    id: UUID
    name: TagName
    created_at: datetime
    updated_at: datetime
