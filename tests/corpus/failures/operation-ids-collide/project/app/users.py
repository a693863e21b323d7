from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("", operation_id="list")  # <- here
async def users() -> list[str]:
    return []
