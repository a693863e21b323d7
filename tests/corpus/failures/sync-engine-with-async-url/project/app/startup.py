from app.core import engine
from app.tables import metadata


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


def prepare_now() -> None:
    with engine.begin() as connection:
        metadata.create_all(connection)
