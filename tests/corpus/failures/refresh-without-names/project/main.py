from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

import crud
from database import create_tables, get_db

app = FastAPI(lifespan=create_tables)


class TeamCreate(BaseModel):
    name: str


class MemberRead(BaseModel):
    model_config = {"from_attributes": True}
    nick: str


class TeamRead(BaseModel):
    model_config = {"from_attributes": True}
    id: int
    name: str
    members: list[MemberRead]


@app.post("/teams", response_model=TeamRead)
async def post_team(body: TeamCreate, db: AsyncSession = Depends(get_db)):
    return await crud.create_team(db, body.name)
