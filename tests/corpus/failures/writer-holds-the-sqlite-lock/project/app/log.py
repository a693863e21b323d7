from app.db import Session
from app.tables import Log


async def note(text: str) -> None:
    async with Session() as session:  # <- or here
        session.add(Log(text=text))
        await session.commit()
