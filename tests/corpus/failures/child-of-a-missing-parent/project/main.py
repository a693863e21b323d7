from fastapi import Body, FastAPI

from tasks import add_task
from db import lifespan

app = FastAPI(lifespan=lifespan)


@app.post("/projects/{project_id}/tasks", status_code=201)
async def post(project_id: int, title: str = Body()) -> int:
    return await add_task(project_id, title)
