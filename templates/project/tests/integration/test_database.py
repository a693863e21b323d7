"""How the engine is set up."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import AsyncAdaptedQueuePool

from src.core.database import Database, create_engine
from src.core.settings import Settings


async def test_sqlite_enforces_foreign_keys_and_writes_ahead(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/scratch.db"
    database = Database(Settings(_env_file=None, database_url=url))
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
        assert (await connection.execute(text("PRAGMA journal_mode"))).scalar_one() == "wal"
    await database.dispose()


async def test_an_error_of_the_database_names_no_values(session: AsyncSession) -> None:
    with pytest.raises(DBAPIError) as failure:
        await session.execute(text("SELECT nothing WHERE :x = :x"), {"x": "analytical1"})
    assert "analytical1" not in str(failure.value)


async def test_postgresql_gets_the_pool_that_was_asked_for() -> None:
    url = "postgresql+asyncpg://service@127.0.0.1/service"
    engine = create_engine(Settings(_env_file=None, database_url=url, database_pool_size=3))
    assert isinstance(engine.pool, AsyncAdaptedQueuePool)
    assert engine.pool.size() == 3
    await engine.dispose()
