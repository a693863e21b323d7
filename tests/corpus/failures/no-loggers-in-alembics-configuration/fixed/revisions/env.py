from alembic import context

from settings import connected

config = context.config

with connected(config) as connection:
    context.configure(connection)
    with context.begin_transaction():
        context.run_migrations()
