from app.db import Session, Task


async def record(task: Task) -> None:
    async with Session() as session:
        session.add(await session.merge(task))
        await session.commit()
