from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from guild.infra.reading import every_skill

router = APIRouter()


class SkillOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    name: str


@router.get("/skills", response_model=list[SkillOut])
async def skills():
    return await every_skill()
