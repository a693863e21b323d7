from fastapi import APIRouter, Body

router = APIRouter(prefix="/users")


@router.get("/{user_id}")
async def read(user_id: int) -> int:
    return user_id


@router.put("/{user_id}")
async def update(user_id: int, name: str = Body(embed=True)) -> str:
    return f"{user_id} is {name}"
