from fastapi import APIRouter

router = APIRouter(prefix="/items")


@router.get("", operation_id="list")
async def items() -> list[str]:
    return []
