from sqlalchemy import insert

from stock.models import Lot


async def store(connection, values: dict[str, int]) -> None:
    await connection.execute(insert(Lot).values(**values))
