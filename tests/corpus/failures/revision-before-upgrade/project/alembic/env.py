from alembic import context
from sqlalchemy import create_engine

from tables import metadata

with create_engine("sqlite:///db/app.db").connect() as connection:  # <- or here
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
