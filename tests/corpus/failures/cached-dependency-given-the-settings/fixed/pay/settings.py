from pydantic_settings import BaseSettings


class Settings(BaseSettings, frozen=True):
    limit: int = 100


def settings() -> Settings:
    return Settings()
