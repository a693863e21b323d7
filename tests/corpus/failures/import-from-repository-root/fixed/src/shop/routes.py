from fastapi import APIRouter

from shop.prices import price

router = APIRouter()


@router.get("/price")
async def read() -> int:
    return price()
