from alembic import context
from sqlalchemy import create_engine

from shop.models import metadata  # <- or here

with create_engine("sqlite:///shop.db").connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
