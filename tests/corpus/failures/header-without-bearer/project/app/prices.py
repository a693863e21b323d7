from fastapi import APIRouter

public = APIRouter(prefix="/public")


@public.get("/prices")  # <- or here
async def prices() -> list[int]:
    return [1, 2]
