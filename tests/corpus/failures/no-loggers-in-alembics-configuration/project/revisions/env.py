from logging.config import fileConfig

from alembic import context

from settings import connected

config = context.config
fileConfig(config.config_file_name)  # <- here

with connected(config) as connection:
    context.configure(connection)
    with context.begin_transaction():
        context.run_migrations()
