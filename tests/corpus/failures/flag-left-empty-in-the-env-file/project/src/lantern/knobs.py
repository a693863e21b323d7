from pydantic_settings import BaseSettings, SettingsConfigDict


class Knobs(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env")

    name: str
    verbose: bool = False


knobs = Knobs()
