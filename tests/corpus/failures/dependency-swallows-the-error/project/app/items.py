from fastapi import APIRouter, Depends

from app.deps import store

router = APIRouter()


@router.get("/items/{number}")
async def item(number: int, items=Depends(store)) -> str:
    return items[number]
