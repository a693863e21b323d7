"""The settings, read once from the environment and `.env`."""

import secrets
from enum import StrEnum
from functools import lru_cache
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(StrEnum):
    """Where the service runs."""

    LOCAL = "local"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """All that may differ between two installations. `.env.example` lists the names."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Environment = Environment.LOCAL
    service_name: str = "order-desk"
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    database_url: str = "sqlite+aiosqlite:///./app.db"
    database_pool_size: int = Field(default=10, ge=1)
    database_max_overflow: int = Field(default=10, ge=0)
    database_pool_timeout_seconds: float = Field(default=5, gt=0)

    secret_key: SecretStr | None = Field(default=None, min_length=32)
    access_token_minutes: int = Field(default=15, ge=1)
    refresh_token_days: int = Field(default=14, ge=1)
    login_attempts: int = Field(default=5, ge=1)
    login_window_minutes: int = Field(default=15, ge=1)

    cors_origins: tuple[str, ...] = ()
    max_body_bytes: int = Field(default=1_048_576, ge=1)
    idempotency_hours: int = Field(default=24, ge=1)

    @model_validator(mode="after")
    def require_secrets_in_production(self) -> Self:
        """Refuse to start in production with anything that was not chosen for it."""
        if self.environment is Environment.PRODUCTION:
            chosen = {"secret_key": "SECRET_KEY", "database_url": "DATABASE_URL"}
            missing = [variable for field, variable in chosen.items() if not self._chosen(field)]
            if missing:
                message = f"{' and '.join(missing)} must be set when ENVIRONMENT is production"
                raise ValueError(message)
        return self

    def _chosen(self, field: str) -> bool:
        return field in self.model_fields_set and getattr(self, field) is not None

    @property
    def signing_key(self) -> str:
        """The key of our tokens; outside production one made for this process will do."""
        return self.secret_key.get_secret_value() if self.secret_key else _process_key()


@lru_cache
def _process_key() -> str:
    return secrets.token_urlsafe(48)


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, which ends with a plain message when they don't fit."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            " ".join([*map(str, found["loc"]), found["msg"].removeprefix("Value error, ")])
            for found in error.errors()
        ]
        raise SystemExit("\n".join(["The settings don't fit:", *wrong])) from None
