from fastapi import FastAPI

from users.schemas import UserIn

app = FastAPI()


@app.post("/users")
async def create(user: UserIn) -> str:
    return user.email
