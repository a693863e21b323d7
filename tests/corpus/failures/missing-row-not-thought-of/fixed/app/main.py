from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import select

from app.db import User, get_session
from app.greeting import greeting

app = FastAPI()


@app.get("/users/{user_id}/greeting")
async def greet(user_id: int, session=Depends(get_session)) -> str:
    found = await session.execute(select(User).where(User.id == user_id))
    user = found.scalar_one_or_none()
    if user is None:
        raise HTTPException(404)
    return greeting(user)


@app.get("/users/{user_id}")
async def read(user_id: int, session=Depends(get_session)) -> str:
    user = await session.get(User, user_id)
    if user is None:
        raise HTTPException(404)
    return user.name
