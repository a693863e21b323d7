from fastapi import APIRouter, Body

router = APIRouter()


@router.post("/contact")  # <- or here
async def contact(message: str = Body()) -> str:
    return message
