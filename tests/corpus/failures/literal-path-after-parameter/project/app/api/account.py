from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPBearer

router = APIRouter()
bearer = HTTPBearer()


@router.get("/me")  # <- or here
async def read_me(token: Annotated[object, Depends(bearer)]) -> dict[str, str]:
    return {"name": "ada"}
