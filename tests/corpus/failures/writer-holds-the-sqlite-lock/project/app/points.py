from app.db import Session
from app.log import note
from app.tables import Point


async def add() -> int:
    async with Session() as session:
        point = Point()
        session.add(point)
        await session.flush()
        await note(f"point {point.id}")  # <- here
        await session.commit()
        return point.id
