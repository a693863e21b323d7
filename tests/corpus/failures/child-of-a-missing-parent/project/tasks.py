from db import Session, Task


async def add_task(project_id: int, title: str) -> int:
    async with Session() as session:
        task = Task(project_id=project_id, title=title)
        session.add(task)
        await session.commit()  # <- here
        return task.id
