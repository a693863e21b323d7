from pydantic import BaseSettings, Field  # <- here


class Settings(BaseSettings):
    title: str = Field("Service")


settings = Settings()
