from fastapi import FastAPI

from app import service
from app.schemas import UserIn, UserOut

app = FastAPI()


@app.post("/users", response_model=UserOut)
async def create(user: UserIn):
    return service.create(user)
