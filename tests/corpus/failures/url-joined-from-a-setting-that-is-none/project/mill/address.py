from mill.config import Config


def database_url() -> str:
    config = Config()
    return "sqlite+aiosqlite:///" + config.database + ".db"
