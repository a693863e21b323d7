from fastapi import APIRouter, Body

router = APIRouter(tags=["auth"])


@router.post("/login")
async def login(username: str = Body(), password: str = Body()) -> dict[str, str]:
    return {"hello": username}
