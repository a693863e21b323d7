from fastapi import APIRouter

from app.schemas import Key

router = APIRouter()


@router.put("/entries/{key}")
async def put(key: Key) -> str:  # <- here
    return "stored"
