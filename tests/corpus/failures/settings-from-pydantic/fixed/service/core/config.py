from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    title: str = Field("Service")


settings = Settings()
