from fastapi import APIRouter, Depends

from app.deps import Name, get_name

router = APIRouter()


@router.get("/hello")
async def hello(name: Name = Depends(get_name)) -> str:  # <- here
    return name
