from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str
    jwt_secret: str  # <- or here
    jwt_minutes: int = 15


@lru_cache
def get_settings() -> Settings:
    return Settings()
