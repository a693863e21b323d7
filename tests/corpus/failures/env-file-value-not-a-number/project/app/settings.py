from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="config/dev.env")

    database_url: str
    pool_size: int = Field(default=5, gt=0)  # <- or here
