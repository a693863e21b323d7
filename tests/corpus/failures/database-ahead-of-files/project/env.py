from alembic import context
from sqlalchemy import create_engine

with create_engine("sqlite:///app.db").connect() as connection:  # <- or here
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
