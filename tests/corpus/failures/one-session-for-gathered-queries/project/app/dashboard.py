import asyncio

from app.counting import count
from app.models import Sale, Visit


async def numbers(db) -> dict[str, int]:
    visits, sales = await asyncio.gather(count(db, Visit), count(db, Sale))  # <- here
    return {"visits": visits, "sales": sales}
