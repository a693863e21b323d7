from fastapi import APIRouter

from app.deps import Name

router = APIRouter()


@router.get("/hello")
async def hello(name: Name) -> str:
    return name
