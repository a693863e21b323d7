from fastapi import APIRouter

router = APIRouter()


@router.get("/{user_id}")  # <- here
async def read_user(user_id: int) -> dict[str, int]:
    return {"id": user_id}


@router.delete("/{user_id}", status_code=204)
async def delete_user(user_id: int) -> None:
    return None
