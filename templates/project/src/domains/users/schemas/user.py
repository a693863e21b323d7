"""Accounts as callers send and get them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from src.core.fields import PLAIN_TEXT, NormalisedEmail
from src.core.security import Role

FullName = Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN_TEXT)]


class UserIn(BaseModel):
    """What it takes to register."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"email": "ada@example.com", "password": "analytical1", "full_name": "Ada Lovelace"}
            ]
        },
    )

    email: NormalisedEmail
    password: SecretStr = Field(
        min_length=8,
        max_length=128,
        description="At least eight characters, one of them a digit",
        json_schema_extra={"pattern": "[0-9]"},
    )
    full_name: FullName | None = None

    @field_validator("password")
    @classmethod
    def password_has_a_digit(cls, value: SecretStr) -> SecretStr:
        """Refuse a password without a digit."""
        if not any(character in "0123456789" for character in value.get_secret_value()):
            raise ValueError("Password must contain at least one digit")
        return value


class UserUpdate(BaseModel):
    """What users may change of themselves; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"full_name": "Ada King"}]}
    )

    full_name: FullName | None = None


class UserOut(BaseModel):
    """An account as others may see it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "id": "0198c2a4-6f0e-7c3a-9a51-3f1d2b7c8e90",
                    "email": "ada@example.com",
                    "full_name": "Ada Lovelace",
                    "role": "user",
                    "is_active": True,
                    "created_at": "2026-01-01T12:00:00Z",
                    "updated_at": "2026-01-01T12:00:00Z",
                }
            ]
        },
    )

    id: UUID
    email: str
    full_name: str | None
    role: Role
    is_active: bool
    created_at: datetime
    updated_at: datetime
