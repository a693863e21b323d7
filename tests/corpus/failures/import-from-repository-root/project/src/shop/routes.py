from fastapi import APIRouter

from src.shop.prices import price  # <- here

router = APIRouter()


@router.get("/price")
async def read() -> int:
    return price()
