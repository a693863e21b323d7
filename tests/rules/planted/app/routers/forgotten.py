from fastapi import APIRouter

router = APIRouter(prefix="/forgotten")  # <- FE103


@router.get("")
async def read_forgotten() -> str:
    return "nobody reads this"
