from fastapi import Depends, FastAPI

from app.context import Audit
from app.schemas import UserUpdate

app = FastAPI()


@app.put("/users/{user_id}")
async def update(user_id: int, user: UserUpdate, audit: Audit = Depends(Audit)) -> str:
    return f"{audit.actor}: {user_id} is {user.name}"
