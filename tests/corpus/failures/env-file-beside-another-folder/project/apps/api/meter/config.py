from pydantic_settings import BaseSettings


class Config(BaseSettings):
    meter_key: str
    interval: int = 60

    model_config = {"env_file": ".env"}  # <- here


config = Config()
