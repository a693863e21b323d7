from fastapi import APIRouter

router = APIRouter(prefix="/orders")


@router.get("")
async def orders() -> list[str]:
    return ["o1"]
