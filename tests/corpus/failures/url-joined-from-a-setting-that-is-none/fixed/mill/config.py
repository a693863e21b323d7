from pydantic_settings import BaseSettings


class Config(BaseSettings):
    database: str = "mill"
    echo: bool = False
