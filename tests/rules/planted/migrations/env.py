from alembic import context

target_metadata = None  # <- FE703

with context.begin_transaction():
    context.run_migrations()
