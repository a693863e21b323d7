from fastapi import APIRouter

router = APIRouter(prefix="/items")  # <- or here


@router.get("")
async def items() -> list[str]:
    return []
