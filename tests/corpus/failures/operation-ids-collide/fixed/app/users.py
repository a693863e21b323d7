from fastapi import APIRouter

router = APIRouter(prefix="/users")


@router.get("", operation_id="list_users")
async def users() -> list[str]:
    return []
