from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Broker(BaseModel):
    host: str
    port: int = 5672


class Options(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_nested_delimiter="__", extra="ignore"
    )

    broker: Broker


options = Options()
