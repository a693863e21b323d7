from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from app.db import get_session
from app.models import User

router = APIRouter()


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int


@router.get("/users/{user_id}", response_model=UserOut)
async def read(user_id: int) -> User:
    return User(id=user_id)


@router.post("/users", response_model=UserOut)
async def create(session=Depends(get_session)) -> User:
    return User(id=1)
