from app.db import Task


async def task_of(session, task_id: int) -> Task:
    return await session.get_one(Task, task_id)
