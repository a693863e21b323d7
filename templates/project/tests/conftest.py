"""Fixtures: an application with a scratch database of its own for each test.

The database is of the kind that `DATABASE_URL` names, SQLite or PostgreSQL, but never that database
itself: what a developer stored there is not touched.
"""

from collections.abc import AsyncIterator, Iterator

import pytest
from databases import PostgresDatabases, ScratchDatabases, SqliteDatabases
from factories import client_of
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from src.core.settings import Environment, Settings
from src.main import create_app


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The event loop that the service runs on."""
    return "asyncio"


@pytest.fixture(scope="session")
def scratch_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScratchDatabases]:
    """A migrated database, to be copied for each test."""
    url = make_url(Settings().database_url)
    databases: ScratchDatabases = (
        SqliteDatabases(tmp_path_factory.mktemp("databases"))
        if url.get_backend_name() == "sqlite"
        else PostgresDatabases(url)
    )
    with databases:
        yield databases


@pytest.fixture
def settings(scratch_databases: ScratchDatabases) -> Iterator[Settings]:
    """Settings that name a fresh copy of the migrated database."""
    with scratch_databases.copy() as url:
        yield Settings(
            _env_file=None,
            environment=Environment.TEST,
            database_url=url,
            secret_key="a key that is long enough for tests",
            login_attempts=3,
            cors_origins=("https://app.example.com",),
        )


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """The application; it runs as long as its client does."""
    return create_app(settings)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client of the running application that isn't signed in."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def session(app: FastAPI, client: AsyncClient) -> AsyncIterator[AsyncSession]:  # noqa: ARG001 -- it runs
    """A session beside those of the requests."""
    async with app.state.database.sessions() as session:
        yield session
