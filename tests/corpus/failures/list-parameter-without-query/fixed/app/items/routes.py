from typing import Annotated

from fastapi import APIRouter, Query

router = APIRouter()


@router.get("")
async def search(tag: Annotated[list[str], Query()]) -> list[str]:
    return sorted(tag)
