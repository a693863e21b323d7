from fastapi import APIRouter

router = APIRouter()


@router.get("")
async def search(tag: list[str]) -> list[str]:  # <- here
    return sorted(tag)
