from fastapi import APIRouter

router = APIRouter(tags=["auth"])


@router.post("/login")
async def login(username: str, password: str) -> dict[str, str]:  # <- here
    return {"hello": username}
