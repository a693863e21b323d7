from alembic import command
from alembic.config import Config


def upgraded() -> None:
    command.upgrade(Config("alembic.ini"), "head")  # <- or here
