from fastapi import Depends, FastAPI

from app.audit import record
from app.db import Session, Task, lifespan
from app.loading import task_of

app = FastAPI(lifespan=lifespan)


async def get_session():
    async with Session() as session:
        yield session


@app.post("/tasks/{task_id}/done")
async def done(task_id: int, session=Depends(get_session)) -> bool:
    task: Task = await task_of(session, task_id)
    task.done = True
    await record(task)
    await session.commit()
    return True
