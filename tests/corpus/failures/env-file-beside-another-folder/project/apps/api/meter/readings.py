from fastapi import APIRouter

from meter.config import config

router = APIRouter()


@router.get("/interval")
async def interval() -> int:
    return config.interval
