from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    secret: str
    cors_origins: list[str] = []  # <- or here


settings = Settings()
