"""The migrations make the tables that the models describe, and take them back."""

from alembic import command
from databases import ScratchDatabases, alembic_config
from sqlalchemy import make_url


def test_migrations_go_down_and_up_again_without_drift(
    scratch_databases: ScratchDatabases,
) -> None:
    with scratch_databases.copy() as url:
        config = alembic_config(url)
        command.check(config)
        command.downgrade(config, "base")
        command.upgrade(config, "head")
        command.check(config)
        assert make_url(url).database
