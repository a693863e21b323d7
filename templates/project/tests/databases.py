"""Scratch databases: one is migrated, and every test gets a copy of it."""

import asyncio
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

from src.core.settings import Settings

ROOT = Path(__file__).parents[1]


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["settings"] = Settings(_env_file=None, database_url=url)
    return config


class ScratchDatabases(ABC):
    """Copies of one migrated database."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Make the database that is copied."""

    @abstractmethod
    def __exit__(self, *_error: object) -> None:
        """Remove it."""

    @abstractmethod
    def copy(self) -> AbstractContextManager[str]:
        """The URL of a fresh copy, which is removed afterwards."""


class SqliteDatabases(ScratchDatabases):
    """Files in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"

    def __enter__(self) -> Self:
        """Migrate the file that is copied."""
        command.upgrade(alembic_config(self._url(self.template)), "head")
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave the folder to pytest."""

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A copy of the file; pytest removes it with its folder."""
        path = self.folder / f"{uuid4().hex}.db"
        shutil.copyfile(self.template, path)
        yield self._url(path)

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite+aiosqlite:///{path}"


class PostgresDatabases(ScratchDatabases):
    """Databases beside the configured one, on its server."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.template = f"test_{uuid4().hex}"

    def __enter__(self) -> Self:
        """Make and migrate the database that is copied."""
        self._run(f'CREATE DATABASE "{self.template}"')
        command.upgrade(alembic_config(self._url(self.template)), "head")
        return self

    def __exit__(self, *_error: object) -> None:
        """Drop it."""
        self._run(f'DROP DATABASE "{self.template}" WITH (FORCE)')

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A copy made by the server."""
        name = f"test_{uuid4().hex}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        try:
            yield self._url(name)
        finally:
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        async def run() -> None:
            engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT")
            async with engine.connect() as connection:
                await connection.execute(text(statement))
            await engine.dispose()

        asyncio.run(run())
