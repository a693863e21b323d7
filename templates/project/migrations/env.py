"""How Alembic reaches the database and the tables: both as the service does."""

import asyncio
from datetime import UTC, datetime
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from src.core.database import create_engine
from src.core.logging import configure_logging
from src.core.models import ExactDecimal, UtcDateTime
from src.core.settings import Settings, get_settings
from src.models import Base

# Tests hand their own settings over.
settings: Settings = context.config.attributes.get("settings") or get_settings()
configure_logging(settings)


def name_by_time(
    _context: MigrationContext, _revision: object, directives: list[MigrationScript]
) -> None:
    """Give a new revision the present second for its id, so that files sort by age."""
    for script in directives:
        script.rev_id = datetime.now(UTC).strftime("%Y%m%d%H%M%S")


def render_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as what the database has, so that old revisions need no new code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ExactDecimal):
        return f"sa.Numeric(precision={item.precision}, scale={item.scale})"
    return False


def run(connection: Connection) -> None:
    """Migrate over an open connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        process_revision_directives=name_by_time,
        render_item=render_type,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    """Open a connection of the service's own engine, and migrate over it."""
    engine = create_engine(settings)
    async with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # It changes a table by making a new one. Dropping the old one would take along what
            # refers to its rows.
            await connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            await connection.commit()
        await connection.run_sync(run)
    await engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Offline mode is not set up: the migrations need a database")
asyncio.run(run_online())
