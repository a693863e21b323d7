from pydantic_settings import BaseSettings


class Config(BaseSettings):
    database: str | None = None  # <- here
    echo: bool = False
