from fastapi import APIRouter

from app.settings import API_PREFIX

router = APIRouter(prefix=API_PREFIX)  # <- or here


@router.get("/ping")
async def ping() -> str:
    return "pong"
