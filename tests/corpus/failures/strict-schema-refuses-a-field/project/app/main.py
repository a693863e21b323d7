from fastapi import FastAPI

from app.schemas.user import UserIn

app = FastAPI()


@app.post("/users")
async def create(user: UserIn) -> str:
    return user.email
