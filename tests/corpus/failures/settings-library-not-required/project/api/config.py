from pydantic_settings import BaseSettings  # <- or here


class Settings(BaseSettings):
    name: str = "api"
