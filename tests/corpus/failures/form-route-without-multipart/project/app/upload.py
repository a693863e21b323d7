from fastapi import APIRouter, Form

router = APIRouter()


@router.post("/names")
async def name(name: str = Form()) -> str:  # <- or here
    return name
