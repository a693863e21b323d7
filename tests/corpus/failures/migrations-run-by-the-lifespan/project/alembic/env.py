import asyncio

from alembic import context
from sqlalchemy.ext.asyncio import async_engine_from_config


def migrate(connection):
    context.configure(connection)
    with context.begin_transaction():
        context.run_migrations()


async def connected():
    async with async_engine_from_config(context.config.get_section("alembic")).begin() as found:
        await found.run_sync(migrate)


asyncio.run(connected())
