from app.db import Session
from app.log import note
from app.tables import Point


async def add() -> int:
    async with Session() as session:
        point = Point()
        session.add(point)
        await session.flush()
        await session.commit()
    await note(f"point {point.id}")
    return point.id
