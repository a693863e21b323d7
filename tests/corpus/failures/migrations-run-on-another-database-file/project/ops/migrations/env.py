from alembic import context
from sqlalchemy import engine_from_config

section = context.config.get_section("alembic")
with engine_from_config(section).connect() as connection:
    context.configure(connection)
    with context.begin_transaction():
        context.run_migrations()
