from pathlib import Path

from pydantic_settings import BaseSettings


class Config(BaseSettings):
    meter_key: str
    interval: int = 60

    model_config = {"env_file": Path(__file__).parents[1] / ".env"}


config = Config()
