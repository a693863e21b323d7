from fastapi import FastAPI

from app.crud import users
from app.schemas import UserCreate

app = FastAPI()


@app.post("/users")
async def create(body: UserCreate) -> str:
    return users.create(body).email
