from fastapi import APIRouter

from lantern.knobs import knobs

router = APIRouter()


@router.get("/name")
async def name() -> str:
    return knobs.name
