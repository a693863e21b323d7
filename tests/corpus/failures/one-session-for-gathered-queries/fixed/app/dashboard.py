
from app.counting import count
from app.models import Sale, Visit


async def numbers(db) -> dict[str, int]:
    visits = await count(db, Visit)
    sales = await count(db, Sale)
    return {"visits": visits, "sales": sales}
