"""Boxes as callers send and get them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, BaseModel, ConfigDict, Field

from src.core.fields import (
    PLAIN_TEXT,
)

BoxName = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class BoxIn(BaseModel):
    """What it takes to make a box."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Name"}]},
    )

    name: BoxName


class BoxUpdate(BaseModel):
    """What may change of a box; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Another one"}]},
    )

    name: BoxName | MISSING = MISSING


class BoxOut(BaseModel):
    """A box as callers see it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "name": "Name",
                    "created_at": "2026-01-01T12:00:00Z",
                    "updated_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    id: UUID
    name: BoxName
    created_at: datetime
    updated_at: datetime
