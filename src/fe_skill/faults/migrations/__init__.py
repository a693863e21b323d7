"""Faults of Alembic and of what it finds in the database."""
