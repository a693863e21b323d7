from sqlalchemy import select

from prices.tables import Price, Session


def newest_first(sku: str):
    return select(Price.cents).where(Price.sku == sku).order_by(Price.id.desc()).limit(1)


async def current_price(sku: str) -> int | None:
    async with Session() as session:
        return (await session.execute(newest_first(sku))).scalar_one_or_none()
