from fastapi import HTTPException

from db import Project, Session, Task


async def add_task(project_id: int, title: str) -> int:
    async with Session() as session:
        if await session.get(Project, project_id) is None:
            raise HTTPException(404)
        task = Task(project_id=project_id, title=title)
        session.add(task)
        await session.commit()
        return task.id
