from pydantic_settings import BaseSettings


class Settings(BaseSettings):  # <- or here
    limit: int = 100


def settings() -> Settings:
    return Settings()
