from fastapi import APIRouter


router = APIRouter()


@router.put("/entries/{key}")
async def put(key: str) -> str:
    return "stored"
