from fastapi import APIRouter

router = APIRouter(prefix="/invoices")  # <- or here


@router.get("")
async def invoices() -> list[str]:
    return ["i1"]
