"""The one engine of an application and the sessions made from it."""

import sqlite3
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from src.core.settings import Settings

SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 5000",
)


def create_engine(settings: Settings) -> AsyncEngine:
    """An engine for the database that the settings name, SQLite or PostgreSQL.

    Its errors name no parameters: they end in a log, and one of them may be a secret.
    """
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        engine = create_async_engine(settings.database_url, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _set_pragmas)
        return engine
    return create_async_engine(
        settings.database_url,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=settings.database_pool_timeout_seconds,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,
    )


def _set_pragmas(connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


class Database:
    """The engine and its sessions, held by the application for its lifetime."""

    def __init__(self, settings: Settings) -> None:
        self.engine = create_engine(settings)
        # Objects stay readable after a commit: an async session can't reload them on access.
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def ping(self) -> None:
        """Ask the database for an answer; raises what the driver raises."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def dispose(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


async def get_async_session(request: Request) -> AsyncIterator[AsyncSession]:
    """A session for one request. Services commit; what isn't committed is rolled back."""
    database: Database = request.app.state.database
    async with database.sessions() as session:
        yield session


# Its connection goes back to the pool before the answer is sent, however slow the caller reads.
SessionDep = Annotated[AsyncSession, Depends(get_async_session, scope="function")]
