from fastapi import FastAPI

from app.context import Audit
from app.schemas import UserUpdate

app = FastAPI()


@app.put("/users/{user_id}")
async def update(user_id: int, user: UserUpdate, audit: Audit = Audit()) -> str:  # <- here
    return f"{audit.actor}: {user_id} is {user.name}"
