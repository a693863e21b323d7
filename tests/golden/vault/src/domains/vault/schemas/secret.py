"""Secrets as callers send and get them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, BaseModel, ConfigDict, Field, SecretStr

from src.core.fields import (
    PLAIN_TEXT,
    Ids,
)
from src.domains.vault.schemas.tag import TagOut

SecretLabel = Annotated[str, Field(min_length=1, max_length=60, pattern=PLAIN_TEXT)]
SecretValue = Annotated[SecretStr, Field(min_length=1, max_length=10000)]


class SecretIn(BaseModel):
    """What it takes to make a secret."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "label": "Label",
                    "value": "Value",
                    "box_id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "tag_ids": ["0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90"],
                }
            ]
        },
    )

    label: SecretLabel
    value: SecretValue
    box_id: UUID | None = None
    tag_ids: Ids = []


class SecretUpdate(BaseModel):
    """What may change of a secret; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"label": "Another one"}]},
    )

    label: SecretLabel | MISSING = MISSING
    value: SecretValue | MISSING = MISSING
    box_id: UUID | MISSING | None = MISSING
    tag_ids: Ids | MISSING = MISSING


class SecretOut(BaseModel):
    """A secret as callers see it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "label": "Label",
                    "box_id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "tags": [],
                    "created_at": "2026-01-01T12:00:00Z",
                    "updated_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    id: UUID
    label: SecretLabel
    box_id: UUID | None
    tags: list[TagOut]
    created_at: datetime
    updated_at: datetime
